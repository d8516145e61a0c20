using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace ImageNotebooks.Host;

/// <summary>
/// What an executed notebook says about its run: in its metadata under <c>lab</c> the state, parameters and times of the
/// run, in each cell's metadata under <c>lab</c> the state and seconds of the cell and under <c>execution</c> Jupyter's
/// timestamps. It is what is left to read when the process that ran the notebook is gone.
/// </summary>
public sealed class RunRecord
{
    private const string Key = "lab";

    private readonly Notebook _notebook;

    /// <summary>The record in a notebook.</summary>
    public RunRecord(Notebook notebook) => _notebook = notebook;

    private JsonObject Lab => _notebook.Metadata.Child(Key);

    /// <summary>How the run stands; null in a notebook that was not run.</summary>
    public RunStatus? Status =>
        Enum.TryParse<RunStatus>((_notebook.Metadata[Key] as JsonObject).String("status"), out var status) ? status : null;

    /// <summary>Why it did not finish.</summary>
    public string? Message => Lab.String("message");

    /// <summary>The process that ran it.</summary>
    public int? ProcessId => Lab["process"]?.GetValue<int>();

    /// <summary>When it started.</summary>
    public DateTimeOffset? Started =>
        DateTimeOffset.TryParse(Lab.String("started"), CultureInfo.InvariantCulture, out var time) ? time : null;

    /// <summary>How long it took, up to the last thing recorded.</summary>
    public TimeSpan? Duration => Seconds(Lab);

    /// <summary>The parameters with the values of this run, as C#.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Parameters =>
        Lab["parameters"] is JsonObject parameters ? [.. parameters.Select(pair => new KeyValuePair<string, string>(pair.Key, pair.Value!.ToString()))] : [];

    /// <summary>The models that were chosen; none where all were.</summary>
    public IReadOnlyList<string> Models => Lab["models"] is JsonArray models ? [.. models.Select(model => model!.ToString())] : [];

    /// <summary>Whether a cell has code that the run does not leave out.</summary>
    public static bool IsToRun(NotebookCell cell) => cell.Kind == CellKind.Code && !string.IsNullOrWhiteSpace(cell.Source) && WhyLeftOut(cell) == null;

    /// <summary>What a run says of a cell that it leaves out, such as <c>left out: --models cnn</c>; null for every other cell.</summary>
    public static string? WhyLeftOut(NotebookCell cell) => (cell.Metadata[Key] as JsonObject).String("leftOut");

    /// <summary>How long a cell took; null when it did not run.</summary>
    public static TimeSpan? DurationOf(NotebookCell cell) => cell.Metadata[Key] is JsonObject lab ? Seconds(lab) : null;

    /// <summary>How long ago a cell started.</summary>
    internal static TimeSpan SinceStartOf(NotebookCell cell) =>
        DateTimeOffset.TryParse((cell.Metadata["execution"] as JsonObject).String("iopub.execute_input"), CultureInfo.InvariantCulture, out var time)
            ? DateTimeOffset.UtcNow - time : TimeSpan.Zero;

    /// <summary>The cell that was running when the record was written last.</summary>
    public NotebookCell? RunningCell => _notebook.Cells.FirstOrDefault(
        cell => (cell.Metadata[Key] as JsonObject).String("status") == nameof(RunStatus.Running));

    internal void Start(IEnumerable<KeyValuePair<string, string>> parameters, IReadOnlyList<string> models)
    {
        var values = new JsonObject();
        foreach (var (name, value) in parameters)
            values[name] = value;
        _notebook.Metadata[Key] = new JsonObject
        {
            ["status"] = nameof(RunStatus.Running),
            ["process"] = Environment.ProcessId,
            ["started"] = Now(),
            ["parameters"] = values,
        };
        if (models.Count > 0)
            Lab["models"] = new JsonArray([.. models.Select(model => JsonValue.Create(model))]);
        foreach (var cell in _notebook.Cells.Where(cell => cell.Kind == CellKind.Code))
        {
            cell.Outputs = [];
            cell.ExecutionCount = null;
            cell.Metadata.Remove(Key);
            cell.Metadata.Remove("execution");
            if (NotebookModels.LeaveOut(cell, models))
                LeaveOut(cell, $"left out: --models {string.Join(',', models)}");
        }
    }

    // The output is for readers in Jupyter, the metadata for the report and for programs.
    private static void LeaveOut(NotebookCell cell, string reason)
    {
        cell.Metadata[Key] = new JsonObject { ["leftOut"] = reason };
        var note = new CellOutputs(0);
        note.Display(new MimeBundle([new("text/html", $"<span style=\"color: gray\">{WebUtility.HtmlEncode(reason)}</span>"), new("text/plain", reason)]));
        cell.Outputs = note.ToJson();
    }

    internal static void StartCell(NotebookCell cell, int number)
    {
        cell.ExecutionCount = number;
        cell.Metadata[Key] = new JsonObject { ["status"] = nameof(RunStatus.Running) };
        cell.Metadata["execution"] = new JsonObject { ["iopub.execute_input"] = Now(), ["iopub.status.busy"] = Now() };
    }

    internal static void EndCell(NotebookCell cell, RunStatus status, TimeSpan duration)
    {
        cell.Metadata[Key] = new JsonObject { ["status"] = status.ToString(), ["seconds"] = Math.Round(duration.TotalSeconds, 3) };
        var times = cell.Metadata.Child("execution");
        times["iopub.status.idle"] = Now();
        times["shell.execute_reply"] = Now();
    }

    internal void End(RunStatus status, string? message)
    {
        Lab["status"] = status.ToString();
        if (message != null)
            Lab["message"] = message;
        if (Started is { } started)
            Lab["seconds"] = Math.Round((DateTimeOffset.UtcNow - started).TotalSeconds, 3);
    }

    private static TimeSpan? Seconds(JsonObject map) =>
        map["seconds"] is JsonValue value && value.TryGetValue<double>(out var seconds) ? TimeSpan.FromSeconds(seconds) : null;

    private static string Now() => DateTimeOffset.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
