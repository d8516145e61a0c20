namespace ImageNotebooks.Tests.Data;

/// <summary>A data folder of its own for a test, so that what earlier runs kept cannot help it.</summary>
internal sealed class DataCache : IDisposable
{
    private readonly string? before = Environment.GetEnvironmentVariable(DataFolder.Variable);
    private readonly TemporaryFolder folder = new();

    public DataCache() => Environment.SetEnvironmentVariable(DataFolder.Variable, folder.Path);

    public string Path => folder.Path;

    public string[] Packs => Directory.Exists(System.IO.Path.Combine(Path, "packed")) ? Directory.GetFiles(System.IO.Path.Combine(Path, "packed"), "*.pack") : [];

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(DataFolder.Variable, before);
        folder.Dispose();
    }
}
