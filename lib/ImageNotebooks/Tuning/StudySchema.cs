using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace ImageNotebooks;

/// <summary>How a study lies in an SQLite database, and how it is told from other files.</summary>
internal static class StudySchema
{
    /// <summary>"INst": what the header of the file says it belongs to.</summary>
    private const int ApplicationId = 0x494E7374;

    private const int Version = 1;

    // SQLite's own numbers: https://sqlite.org/rescode.html
    private const int Busy = 5, Locked = 6, ReadOnly = 8, IoError = 10, Corrupt = 11, Full = 13, CannotOpen = 14, NotADatabase = 26;

    private const string Tables = """
        CREATE TABLE study (key TEXT PRIMARY KEY, value TEXT NOT NULL);
        CREATE TABLE parameter (position INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, range TEXT NOT NULL);
        CREATE TABLE trial (number INTEGER PRIMARY KEY, state TEXT NOT NULL, owner TEXT, attempts INTEGER NOT NULL, score REAL, message TEXT, started REAL, heartbeat REAL, ended REAL);
        CREATE TABLE value (trial INTEGER NOT NULL REFERENCES trial, parameter TEXT NOT NULL, value REAL NOT NULL, PRIMARY KEY (trial, parameter));
        CREATE TABLE report (trial INTEGER NOT NULL REFERENCES trial, step INTEGER NOT NULL, value REAL, PRIMARY KEY (trial, step));
        """;

    /// <summary>An open connection.</summary>
    /// <param name="path">The file, whose folder is made where it is missing; null for a database in memory.</param>
    /// <exception cref="StudyException">It cannot be opened.</exception>
    public static SqliteConnection Connect(string? path)
    {
        SqliteLibrary.Resolve();
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path ?? ":memory:", Pooling = false, DefaultTimeout = 60 }.ToString());
        try
        {
            if (path is not null)
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            connection.Open();
            return connection;
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            connection.Dispose();
            throw Unusable(path ?? "memory", e);
        }
    }

    /// <summary>Makes the tables in a new file; holds one that is there to being a whole study of this version.</summary>
    /// <exception cref="StudyException">It is not.</exception>
    public static void Prepare(SqliteConnection connection, string name, StudyDirection direction, int seed)
    {
        var outside = new SqlBatch(connection, null);
        outside.Run("PRAGMA busy_timeout = 60000");
        // Read before anything is written, so that a file of someone else's stays as it is.
        if (!IsEmpty(outside))
            Recognise(outside, name);
        // With a write-ahead log readers and the writer do not wait for each other.
        outside.Run("PRAGMA journal_mode = WAL");
        using var transaction = connection.BeginTransaction(deferred: false);
        var sql = new SqlBatch(connection, transaction);
        if (IsEmpty(sql))
        {
            sql.Run(Tables);
            sql.Run("INSERT INTO study (key, value) VALUES ('direction', $direction), ('seed', $seed)", ("$direction", direction.ToString()), ("$seed", FormattableString.Invariant($"{seed}")));
            sql.Run(FormattableString.Invariant($"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Version};"));
        }
        transaction.Commit();
        Recognise(outside, name);
    }

    /// <summary>The parameters, in the order in which they were first asked for.</summary>
    public static List<KeyValuePair<string, ParameterRange>> ReadSpace(SqlBatch sql) =>
        sql.Rows("SELECT name, range FROM parameter ORDER BY position", row =>
        {
            try
            {
                return KeyValuePair.Create(row.GetString(0), ParameterRange.FromJson(row.GetString(1)));
            }
            catch (JsonException e)
            {
                throw new StudyException($"The study is damaged: the range of its parameter '{row.GetString(0)}' cannot be read.", e);
            }
        });

    /// <summary>The trials by number, or one of them.</summary>
    public static List<TrialRecord> ReadTrials(SqlBatch sql, int seed, int? only = null)
    {
        var one = only is null ? "" : FormattableString.Invariant($"WHERE trial = {only}");
        var values = sql.Rows($"SELECT trial, parameter, value FROM value {one}", row => (Trial: row.GetInt32(0), Name: row.GetString(1), Value: row.GetDouble(2))).ToLookup(value => value.Trial);
        var reports = sql.Rows($"SELECT trial, step, value FROM report {one} ORDER BY trial, step", row => (Trial: row.GetInt32(0), Step: row.GetInt32(1), Value: Double(row, 2))).ToLookup(report => report.Trial);
        return sql.Rows($"SELECT number, state, score, attempts, started, ended, message FROM trial {one.Replace("trial", "number")} ORDER BY number", row => new TrialRecord(
            row.GetInt32(0), Enum.Parse<TrialState>(row.GetString(1), ignoreCase: true), Double(row, 2),
            values[row.GetInt32(0)].ToDictionary(value => value.Name, value => value.Value), [.. reports[row.GetInt32(0)].Select(report => (report.Step, report.Value))],
            Seeds.OfTrial(seed, row.GetInt32(0)), row.GetInt32(3), DateTimeOffset.FromUnixTimeMilliseconds((long)(1000 * row.GetDouble(4))), Double(row, 5) - row.GetDouble(4),
            row.IsDBNull(6) ? "" : row.GetString(6)));
    }

    /// <summary>What SQLite or the file system said, as a sentence.</summary>
    public static StudyException Unusable(string name, Exception e) => new((e as SqliteException)?.SqliteErrorCode switch
    {
        NotADatabase => $"{name} is no study: it is not an SQLite database. Name another file.",
        Corrupt => $"The study in {name} is damaged ({e.Message}); restore it from a copy, or begin another in a new file.",
        Busy or Locked => $"The study in {name} has been locked by another process for a minute; end that process.",
        CannotOpen => $"The study {name} cannot be opened: there is a folder of this name, or this user may not write there.",
        ReadOnly => $"The study in {name} cannot be written: this user may only read it.",
        Full or IoError => $"The study in {name} cannot be read or written ({e.Message}); look whether the disk is full.",
        _ => $"The study in {name} cannot be used: {e.Message}",
    }, e);

    private static bool IsEmpty(SqlBatch sql) => sql.Number("SELECT COUNT(*) FROM sqlite_schema") == 0;

    private static void Recognise(SqlBatch sql, string name)
    {
        if (sql.Number("PRAGMA application_id") != ApplicationId)
            throw new StudyException($"{name} is an SQLite database, but no study: another program made it. Name another file.");
        if (sql.Number("PRAGMA user_version") is var version && version != Version)
            throw new StudyException($"The study in {name} has version {version} of the format, and this library reads version {Version}; use the version of the library that made it.");
        if (sql.Rows("PRAGMA quick_check(1)", row => row.GetString(0)) is not ["ok"] and var problems)
            throw new StudyException($"The study in {name} is damaged ({string.Join(' ', problems)}); restore it from a copy, or begin another in a new file.");
    }

    private static double Double(SqliteDataReader row, int column) => row.IsDBNull(column) ? double.NaN : row.GetDouble(column);
}
