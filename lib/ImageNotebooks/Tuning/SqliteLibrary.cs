using System.Runtime.InteropServices;
using SQLitePCL;

namespace ImageNotebooks;

/// <summary>
/// Finds SQLite's native library beside this assembly. A host that loads assemblies by their path, as .NET Interactive does, reads no list of the native libraries that belong to them.
/// </summary>
internal static class SqliteLibrary
{
    private static readonly Lazy<bool> Resolver = new(Set);

    /// <summary>Has it found before the first connection is made.</summary>
    public static void Resolve() => _ = Resolver.Value;

    private static bool Set()
    {
        // Asked for each of the library's functions, and looked for once.
        nint? found = null;
        try
        {
            NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, (name, _, _) => found ??= Find(name));
            return true;
        }
        catch (InvalidOperationException)
        {
            // The host resolves it itself.
            return false;
        }
    }

    // 0 leaves it to the runtime's own search.
    private static nint Find(string name)
    {
        var folder = Path.GetDirectoryName(typeof(SqliteLibrary).Assembly.Location);
        if (string.IsNullOrEmpty(folder)) return 0;
        return Directory.EnumerateFiles(folder, $"*{name}.*", SearchOption.AllDirectories)
            .Select(file => NativeLibrary.TryLoad(file, out var library) ? library : 0).FirstOrDefault(library => library != 0);
    }
}
