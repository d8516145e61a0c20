using static System.FormattableString;

namespace ImageNotebooks;

/// <summary>Says in a sentence what the system's 'no space left' leaves open: where, how much is needed, how much is free.</summary>
internal static class DiskSpace
{
    private const int UnixNoSpace = 28;
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int WindowsHandleDiskFull = unchecked((int)0x80070027);

    /// <summary>Whether the system refused to write because the disk is full.</summary>
    public static bool IsFull(IOException e) => e.HResult is UnixNoSpace or WindowsDiskFull or WindowsHandleDiskFull;

    /// <summary>What a person needs to know; <paramref name="needed"/> is null where nobody can say.</summary>
    public static string Sentence(string folder, long? needed)
    {
        var missing = needed is { } bytes ? Invariant($"{bytes:#,0} bytes are still needed and ") : "";
        return Invariant($"The disk that holds {folder} is full: {missing}{Free(folder):#,0} bytes are free. Free some space or set {DataFolder.Variable} to a folder on another disk.");
    }

    /// <summary>Bytes that may still be written to the disk of an existing folder.</summary>
    public static long Free(string folder) => new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace;
}
