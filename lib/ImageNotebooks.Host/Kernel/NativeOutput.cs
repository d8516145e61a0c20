using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace ImageNotebooks.Host;

/// <summary>
/// Keeps what native code prints apart from the protocol: the process's standard output becomes a pipe whose other end is read here,
/// and the protocol goes on where standard output was.
/// </summary>
internal static class NativeOutput
{
    private const int Stdout = 1;
    private const char Mark = '\0';

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);
    private static readonly AutoResetEvent MarkCame = new(false);

    /// <summary>Puts the pipe in place.</summary>
    /// <param name="write">Is given what native code prints.</param>
    /// <returns>What standard output was.</returns>
    public static Stream Divert(Action<string> write)
    {
        // Windows keeps the protocol on standard output; the front-end passes over lines that are none of the protocol's.
        if (OperatingSystem.IsWindows())
            return Console.OpenStandardOutput();
        var ends = new int[2];
        var protocol = Duplicate(Stdout);
        if (protocol < 0 || Pipe(ends) != 0 || DuplicateTo(ends[1], Stdout) < 0)
            throw new IOException($"Standard output could not be diverted (error {Marshal.GetLastPInvokeError()}).");
        _ = Close(ends[1]);
        var reader = new StreamReader(new FileStream(new SafeFileHandle(ends[0], ownsHandle: true), FileAccess.Read, bufferSize: 1), Encoding.UTF8);
        new Thread(() => Read(reader, write)) { IsBackground = true, Name = "native output" }.Start();
        return new FileStream(new SafeFileHandle(protocol, ownsHandle: true), FileAccess.Write, bufferSize: 0);
    }

    /// <summary>Makes the C library write what it still holds back - everything, since its output is no terminal - and waits until that was read here.</summary>
    public static void Flush()
    {
        if (OperatingSystem.IsWindows())
            return;
        _ = FlushAll(0);
        if (Write(Stdout, [(byte)Mark], 1) == 1)
            MarkCame.WaitOne(Patience);
    }

    private static void Read(StreamReader reader, Action<string> write)
    {
        var buffer = new char[4096];
        while (reader.Read(buffer) is > 0 and var count)
        {
            var text = new string(buffer, 0, count);
            var ends = text.Contains(Mark);
            if (ends)
                text = text.Replace(Mark.ToString(), "", StringComparison.Ordinal);
            if (text.Length > 0)
                write(text);
            if (ends)
                MarkCame.Set();
        }
    }

    [DllImport("libc", EntryPoint = "dup", SetLastError = true)]
    private static extern int Duplicate(int file);

    [DllImport("libc", EntryPoint = "dup2", SetLastError = true)]
    private static extern int DuplicateTo(int from, int to);

    [DllImport("libc", EntryPoint = "pipe", SetLastError = true)]
    private static extern int Pipe([Out] int[] ends);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int file);

    [DllImport("libc", EntryPoint = "write")]
    private static extern nint Write(int file, byte[] bytes, nint count);

    [DllImport("libc", EntryPoint = "fflush")]
    private static extern int FlushAll(nint stream);
}
