using System.Runtime;
using TorchSharp;

namespace ImageNotebooks.Course;

/// <summary>An exercise: what it asks for, and how an answer is told to be right.</summary>
/// <param name="Id">The lesson's number and its own: <c>02.1</c>.</param>
/// <param name="Title">What it is about, in a few words.</param>
/// <param name="Points">What it is worth: 1 for an easy one.</param>
/// <param name="Hint">What helps after the second failure; never the solution.</param>
internal sealed record Exercise(string Id, string Title, int Points, string Hint)
{
    /// <summary>How long an answer may take; one that loops for ever is broken off.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    /// <summary>The answer as what the exercise asks for, or what is wrong with its kind.</summary>
    public required Func<object?, (object? Answer, string? Problem)> Take { get; init; }

    /// <summary>Asks the answer.</summary>
    public required Action<object?, Expectations> Cases { get; init; }

    /// <summary>An exercise that asks for a function.</summary>
    /// <typeparam name="TFunction">The function's type, such as <c>Func&lt;Tensor, float&gt;</c>.</typeparam>
    /// <param name="id">See <see cref="Id"/>.</param>
    /// <param name="title">See <see cref="Title"/>.</param>
    /// <param name="points">See <see cref="Points"/>.</param>
    /// <param name="hint">See <see cref="Hint"/>.</param>
    /// <param name="cases">Calls the function and says what is expected of it. Draws nothing from the global generator of random numbers, whose state is the student's.</param>
    public static Exercise Function<TFunction>(string id, string title, int points, string hint, Action<TFunction, Expectations> cases) where TFunction : Delegate => new(id, title, points, hint)
    {
        Take = answer => answer is TFunction function ? (function, null)
            : answer is Delegate other && other.Method is var method && Delegate.CreateDelegate(typeof(TFunction), other.Target, method, throwOnBindFailure: false) is { } bound ? (bound, null)
            : (null, $"the exercise asks for {Describe(typeof(TFunction).GetMethod("Invoke")!)}, and this is {(answer is Delegate given ? Describe(given.Method) : answer is null ? "null" : $"a {Name(answer.GetType())}")}"),
        Cases = (answer, expect) => cases((TFunction)answer!, expect),
    };

    /// <summary>An exercise that asks for a value, such as a number that is to be predicted.</summary>
    /// <inheritdoc cref="Function"/>
    public static Exercise Value<T>(string id, string title, int points, string hint, Action<T, Expectations> cases) where T : notnull => new(id, title, points, hint)
    {
        Take = answer => answer is T value ? (value, null) : Widen<T>(answer) is { } wide ? (wide, null)
            : (null, $"the exercise asks for a {Name(typeof(T))}, and this is {(answer is null ? "null" : $"a {Name(answer.GetType())}")}"),
        Cases = (answer, expect) => cases((T)answer!, expect),
    };

    /// <summary>Looks at an answer, on a thread of its own and for at most <see cref="Patience"/>.</summary>
    public IReadOnlyList<CheckCase> Verify(object? given)
    {
        var (answer, problem) = Take(given);
        if (problem is not null)
            return [new CheckCase("its kind", false, problem)];
        var expect = new Expectations();
        // The first tensor of a process loads libtorch, which on a busy machine takes longer than an answer may.
        torch.empty(0).Dispose();
        using var stop = new CancellationTokenSource();
        using var printing = new Printing();
        // A thread of its own, since what runs a cell may be stopped too and that does not nest. It has a cell's stack.
        var thread = new Thread(() => Run(answer, expect, stop.Token), 16 << 20) { IsBackground = true, Name = $"check {Id}" };
        thread.Start();
        if (thread.Join(Patience))
            return [.. expect.Cases];

        printing.End(thread);
        if (!thread.Join(Grace))
        {
            // Waits for the thread, which native code does not break off: what does not come back is left behind.
            _ = stop.CancelAsync();
            thread.Join(Grace);
        }
        return [.. expect.Cases.ToArray(), new CheckCase("an answer in time", false, $"there was none within {Patience.TotalSeconds:0} seconds; does a loop end?")];
    }

    private void Run(object? answer, Expectations expect, CancellationToken stop)
    {
        try
        {
#pragma warning disable SYSLIB0046 // Only this breaks off an endless loop.
            ControlledExecution.Run(() =>
            {
                using var scope = torch.NewDisposeScope();
                Cases(answer, expect);
            }, stop);
#pragma warning restore SYSLIB0046
        }
        catch (Exception broken) when (broken is OperationCanceledException or ThreadAbortException)
        {
        }
        catch (Exception problem)
        {
            // Whatever a student's code throws is an answer to the exercise and no failure of ours.
            expect.Fail("running it", Expectations.Describe(problem));
        }
    }

    private static object? Widen<T>(object? answer) => (answer, typeof(T)) switch
    {
        (int number, var type) when type == typeof(double) => (double)number,
        (float number, var type) when type == typeof(double) => (double)number,
        (int number, var type) when type == typeof(long) => (long)number,
        (long number, var type) when type == typeof(int) && number is >= int.MinValue and <= int.MaxValue => (int)number,
        _ => null,
    };

    private static string Describe(System.Reflection.MethodInfo method) =>
        $"a function ({string.Join(", ", method.GetParameters().Where(parameter => !parameter.ParameterType.Name.Contains("Closure", StringComparison.Ordinal)).Select(parameter => Name(parameter.ParameterType)))}) that returns {Name(method.ReturnType)}";

    private static string Name(Type type) => type switch
    {
        _ when type == typeof(int) => "int",
        _ when type == typeof(long) => "long",
        _ when type == typeof(float) => "float",
        _ when type == typeof(double) => "double",
        _ when type == typeof(bool) => "bool",
        _ when type == typeof(string) => "string",
        { IsArray: true } => Name(type.GetElementType()!) + "[]",
        { IsGenericType: true } => $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>",
        _ => type.Name,
    };
}
