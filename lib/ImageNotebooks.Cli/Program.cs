using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace ImageNotebooks.Cli;

/// <summary>The program behind <c>environment/lab</c>.</summary>
public static class Program
{
    private static IEnumerable<Command> Commands =>
    [
        RunCommand.Create(),
        CompareCommand.Create(),
        ChartsCommand.Create(),
        ConvertCommand.Create(),
        NotebookCommand.Create(),
        KernelCommand.Create(),
        CourseCommand.Create(),
        DataCommand.Create(),
        WeightsCommand.Create(),
        TestCommand.Create(),
        BenchCommand.Create(),
        DoctorCommand.Create(),
    ];

    /// <summary>What a shell reports of a program that Ctrl-C ended.</summary>
    private const int Stopped = 130;

    private const string Examples = """
        Examples:
          environment/lab run cifar-10                     run a study on the sample data and say where the report is
          environment/lab run all                          run every notebook and end with a table of what became of them
          environment/lab compare runs/1 runs/2            show training runs side by side
          environment/lab data get malaria                 download a published data set, verify and unpack it
          environment/lab weights list                     show the published ImageNet weights and which are here
          environment/lab test --filter SqueezeExcite      run the tests whose name contains the word
          environment/lab notebook                         open the notebooks in Jupyter
          environment/lab convert cifar-10 --to cs         turn a notebook into a program for `dotnet run`
          environment/lab course grade submissions/        grade the notebooks of a class into a CSV table
          environment/lab kernel install                   let Jupyter and VS Code open the notebooks with this workspace's C#
          environment/lab doctor                           show what was found here and how to mend what is missing
          environment/lab bench --json bench.json          measure against PyTorch
          environment/lab run cifar-10 --stack cpu         use another stack from now on
        """;

    /// <summary>Runs one command.</summary>
    /// <returns>0 where it did what it was asked; 1 where it could not, having said so on stderr; 130 where Ctrl-C ended it.</returns>
    public static async Task<int> Main(string[] args)
    {
        Terminal.UsePlainTextInPipes();
        // With --parse-only the launcher asks whether the words make sense before it installs anything for them.
        var parseOnly = args is ["--parse-only", ..];
        var parsed = CreateRoot().Parse(parseOnly ? args[1..] : args);
        if (parsed.Action is ParseErrorAction)
        {
            await Console.Error.WriteLineAsync(Complaint.Describe(parsed));
            return 1;
        }
        if (parseOnly) return 0;

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (LabException problem)
        {
            await Console.Error.WriteLineAsync("lab: " + problem.Message);
            return 1;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("lab: stopped.");
            return Stopped;
        }
    }

    private static RootCommand CreateRoot()
    {
        var root = new RootCommand("ImageNotebooks: reproduce image-classification studies, from notebooks or from here.");
        foreach (var command in Commands) root.Subcommands.Add(command);

        // The launcher reads --stack, builds for it and names it in IMAGENOTEBOOKS_STACK; here it is only accepted and explained.
        var stack = new Option<string>("--stack") { Description = "The stack to use from now on", Recursive = true };
        root.Options.Add(stack.AcceptOnlyFromAmong("system", "cpu", "cuda"));

        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        root.SetAction(parsed => ((SynchronousCommandLineAction)help.Action).Invoke(parsed));
        return root;
    }

    private sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parsed)
        {
            var result = help.Invoke(parsed);
            if (parsed.CommandResult.Command is RootCommand) parsed.InvocationConfiguration.Output.WriteLine(Examples);
            return result;
        }
    }
}
