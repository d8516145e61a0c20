using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;

namespace ImageNotebooks;

/// <summary>
/// <c>#!sql [FILE]</c> in .NET Interactive, which has none: statements for an SQLite file beside the notebook, or in memory; a cell without a file goes on with the one named last.
/// </summary>
internal sealed class SqlKernel : Kernel, IKernelCommandHandler<SubmitCode>
{
    private const string File = "--file";
    private const int RowLimit = 100;

    private SqliteConnection? connection;

    public SqlKernel() : base("sql")
    {
        KernelInfo.LanguageName = "SQL";
        KernelSpecifierDirective.Parameters.Add(new(File, "An SQLite database, made where there is none") { AllowImplicitName = true });
        RegisterForDisposal(() => connection?.Dispose());
    }

    public Task HandleAsync(SubmitCode command, KernelInvocationContext context)
    {
        if (command.Parameters.TryGetValue(File, out var file) && file.Length > 0) Open(file);
        if (connection is null) Open(":memory:");
        if (string.IsNullOrWhiteSpace(command.Code)) return Task.CompletedTask;
        using var statements = connection!.CreateCommand();
        statements.CommandText = command.Code;
        using var reader = statements.ExecuteReader();
        do
        {
            if (reader.FieldCount > 0) context.DisplayAs(Table(reader), MimeTypes.Html);
        }
        while (reader.NextResult());
        return Task.CompletedTask;
    }

    private void Open(string file)
    {
        SqliteLibrary.Resolve();
        var opened = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        opened.Open();
        connection?.Dispose();
        connection = opened;
    }

    private static string Table(SqliteDataReader reader)
    {
        string[] columns = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
        var rows = new List<HtmlTable.Row>();
        while (rows.Count < RowLimit && reader.Read())
            rows.Add(new([.. columns.Select((_, i) => reader.IsDBNull(i) ? "NULL" : Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture) ?? "")]));
        return HtmlTable.Render(columns, rows, rows.Count == RowLimit && reader.Read() ? $"The first {RowLimit} rows" : null);
    }
}
