using System.Reflection;

namespace ImageNotebooks.Host;

/// <summary>
/// Where <c>display</c> goes in a program that was a notebook: its text to the console, and everything into one HTML page in the
/// current folder, which is written when the program ends.
/// </summary>
internal sealed class ProgramPage : ICellOutput
{
    private static readonly Lazy<ProgramPage> Page = new(() => new ProgramPage());

    private readonly CellOutputs _outputs = new(1);

    private ProgramPage() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Save();

    /// <summary>The page of this process.</summary>
    public static ProgramPage Current => Page.Value;

    /// <inheritdoc/>
    public void Write(OutputStream stream, string text) => (stream == OutputStream.Stdout ? Console.Out : Console.Error).Write(text);

    /// <inheritdoc/>
    public void Display(MimeBundle bundle, string? id = null)
    {
        if (bundle[ValueFormatter.PlainText] is { Length: > 0 } text)
            Console.WriteLine(text);
        _outputs.Display(bundle, id);
    }

    /// <inheritdoc/>
    public void Update(string id, MimeBundle bundle) => _outputs.Update(id, bundle);

    /// <inheritdoc/>
    public void Clear(bool wait) => _outputs.Clear(wait);

    /// <inheritdoc/>
    public void Result(MimeBundle bundle) => Display(bundle);

    private void Save()
    {
        var cell = NotebookCell.Code("");
        cell.Outputs = _outputs.ToJson();
        var name = Assembly.GetEntryAssembly()?.GetName().Name ?? "notebook";
        var path = Path.GetFullPath(name + ".html");
        try
        {
            HtmlReport.Write(Notebook.Of(cell), path, name);
            Console.WriteLine($"What was displayed stands in {path}");
        }
        catch (NotebookException e)
        {
            Console.Error.WriteLine(e.Message);
        }
    }
}
