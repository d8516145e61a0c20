using System.CommandLine;
using ImageNotebooks.Host;

namespace ImageNotebooks.Cli;

/// <summary>
/// <c>lab convert</c>: a notebook as .NET Interactive's .dib, as a C# script or as a program of one file, and those as notebooks again: the way
/// out of notebooks, and into them.
/// </summary>
internal static class ConvertCommand
{
    /// <summary>The command for <see cref="Program"/>'s list.</summary>
    public static Command Create()
    {
        var notebook = new Argument<string>("notebook") { Description = "A notebook's name, such as cifar-10, or the path of an .ipynb, .dib, .csx or .cs file" };
        var to = new Option<string?>("--to") { Description = "ipynb, dib, csx (a script) or cs (a program for `dotnet run`)" };
        var output = new Option<string?>("--output") { Description = "The new file; beside the notebook where nothing is said", HelpName = "file" };
        var force = new Option<bool>("--force") { Description = "Replaces a file that is there" };
        to.AcceptOnlyFromAmong([.. NotebookFormats.Extensions.Select(extension => extension[1..])]);
        var command = new Command("convert", "Turns a notebook into a .dib file, a C# script or a program, and back") { notebook, to, output, force };
        command.SetAction(parsed => Run(parsed.GetValue(notebook)!, parsed.GetValue(to), parsed.GetValue(output), parsed.GetValue(force)));
        return command;
    }

    private static int Run(string name, string? to, string? output, bool force)
    {
        try
        {
            var source = NotebookLocator.Resolve(name, NotebookLocator.FindRoot(Environment.CurrentDirectory));
            var target = Path.GetFullPath(output ?? Path.ChangeExtension(source, to ?? throw new LabException("Into what? Say --to dib, csx, cs or ipynb, or --output with a file that ends so.")));
            if (to != null && !target.EndsWith("." + to, StringComparison.OrdinalIgnoreCase))
                throw new LabException($"--to {to} and --output {output} say different things; leave --to out, or end the file's name with .{to}.");
            if (target == source) throw new LabException($"{source} is a {Path.GetExtension(source)} file already; choose another --to.");
            if (File.Exists(target) && !force) throw new LabException($"{target} is there already; name another file with --output, or replace it with --force.");
            NotebookFormats.Save(Notebook.Read(source), source, target);
            Console.WriteLine(Path.GetRelativePath(Environment.CurrentDirectory, target));
            return 0;
        }
        catch (NotebookException problem)
        {
            throw new LabException(problem.Message);
        }
    }
}
