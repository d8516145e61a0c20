using System.Text.Json.Nodes;

// A session owns the console of the process, so two tests cannot have one at the same time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace ImageNotebooks.Host.Tests;

/// <summary>A folder of its own for a test, with notebooks written into it.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder() => Root = Directory.CreateTempSubdirectory("lab-test-").FullName;

    public string Root { get; }

    public string this[string relative] => Path.Combine(Root, relative);

    public string File(string relative, string content)
    {
        var path = this[relative];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllText(path, content);
        return path;
    }

    public string Notebook(string relative, params JsonObject[] cells) => File(relative, Json(cells).ToJsonString());

    public static JsonObject Json(params JsonObject[] cells)
    {
        for (var i = 0; i < cells.Length; i++)
            cells[i]["id"] = $"cell-{i}";
        return new JsonObject
        {
            ["cells"] = new JsonArray([.. cells]),
            ["metadata"] = new JsonObject { ["kernelspec"] = new JsonObject { ["display_name"] = ".NET (C#)", ["language"] = "C#", ["name"] = ".net-csharp" } },
            ["nbformat"] = 4,
            ["nbformat_minor"] = 5,
        };
    }

    public static JsonObject Code(string source, params string[] tags) => new()
    {
        ["cell_type"] = "code",
        ["execution_count"] = null,
        ["metadata"] = tags.Length == 0 ? new JsonObject() : new JsonObject { ["tags"] = new JsonArray([.. tags.Select(tag => JsonValue.Create(tag))]) },
        ["outputs"] = new JsonArray(),
        ["source"] = source,
    };

    public static JsonObject Markdown(string source) => new() { ["cell_type"] = "markdown", ["metadata"] = new JsonObject(), ["source"] = source };

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
