using Microsoft.Data.Sqlite;

namespace ImageNotebooks;

/// <summary>What became of asking for a trial: one to run, none because others still run, or none because all have ended.</summary>
internal readonly record struct TrialClaim(TrialRecord? Trial, bool OthersRun);

/// <summary>The trial belongs to another process by now.</summary>
internal sealed class TrialLostException() : Exception("The trial belongs to another process by now.");

/// <summary>
/// A study in an SQLite database, in a file or in memory. Each method is one transaction, so that processes which share the file see each trial whole. Methods
/// may be called from several threads.
/// </summary>
internal sealed class StudyFile : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly string name;
    private readonly string owner = $"{Environment.MachineName} {Environment.ProcessId} {Guid.NewGuid():N}";
    private readonly Lock gate = new();
    private readonly Dictionary<string, ParameterRange> declared = [];

    private StudyFile(SqliteConnection connection, string name) => (this.connection, this.name) = (connection, name);

    /// <summary>Which scores are good.</summary>
    public StudyDirection Direction { get; private set; }

    /// <summary>Where all trials' seeds come from.</summary>
    public int Seed { get; private set; }

    /// <summary>Opens or begins a study.</summary>
    /// <param name="path">The file; null for a study in memory.</param>
    /// <param name="direction">Its direction, which has to be the file's.</param>
    /// <param name="seed">Its seed, which has to be the file's unless it is null.</param>
    /// <exception cref="StudyException">The file cannot be used; the sentence says why.</exception>
    public static StudyFile Open(string? path, StudyDirection direction, int? seed)
    {
        var name = path ?? "memory";
        var connection = StudySchema.Connect(path);
        try
        {
            StudySchema.Prepare(connection, name, direction, seed ?? 0);
            var file = new StudyFile(connection, name);
            file.ReadSettings();
            if (file.Direction != direction)
                throw new StudyException($"The study in {name} was begun with StudyDirection.{file.Direction}, and is opened with StudyDirection.{direction}; open it with the first, or name another file.");
            if (seed is { } asked && asked != file.Seed)
                throw new StudyException($"The study in {name} was begun with seed {file.Seed}, and is opened with seed {asked}; leave the seed out, or name another file.");
            return file;
        }
        catch (Exception e)
        {
            connection.Dispose();
            if (e is SqliteException inner)
                throw StudySchema.Unusable(name, inner);
            throw;
        }
    }

    /// <summary>A trial to run: one that was given back or whose process has ended, else a new one while there are fewer than the limit.</summary>
    /// <param name="limit">How many trials there are to be.</param>
    /// <param name="silence">A process that gave no sign of life for so long has ended.</param>
    /// <param name="attempts">A trial that was begun so often and has ended its process each time is marked as failed.</param>
    public TrialClaim Claim(int limit, TimeSpan silence, int attempts) => Write(sql =>
    {
        var now = Now;
        sql.Run("UPDATE trial SET state = 'failed', ended = $now, message = 'Its process ended without a result, ' || attempts || ' times.' "
            + "WHERE state = 'running' AND heartbeat < $limit AND attempts >= $attempts", ("$now", now), ("$limit", now - silence.TotalSeconds), ("$attempts", attempts));
        var number = sql.Number("SELECT number FROM trial WHERE state = 'waiting' OR (state = 'running' AND heartbeat < $limit) ORDER BY number LIMIT 1", ("$limit", now - silence.TotalSeconds));
        if (number is null)
        {
            if (sql.Number("SELECT COUNT(*) FROM trial") >= limit)
                return new TrialClaim(null, sql.Number("SELECT COUNT(*) FROM trial WHERE state = 'running'") > 0);
            number = sql.Number("SELECT COALESCE(MAX(number), 0) + 1 FROM trial");
            sql.Run("INSERT INTO trial (number, state, attempts) VALUES ($number, 'waiting', 0)", ("$number", number));
        }
        sql.Run("DELETE FROM report WHERE trial = $number", ("$number", number));
        sql.Run("UPDATE trial SET state = 'running', owner = $owner, attempts = attempts + 1, started = $now, heartbeat = $now WHERE number = $number",
            ("$owner", owner), ("$now", now), ("$number", number));
        return new TrialClaim(StudySchema.ReadTrials(sql, Seed, (int)number!).Single(), false);
    });

    /// <summary>Holds a parameter's range to the one that the study knows.</summary>
    /// <exception cref="ParameterConflictException">It is another.</exception>
    public void Declare(string parameter, ParameterRange range)
    {
        ParameterRange? known;
        lock (gate)
            declared.TryGetValue(parameter, out known);
        known ??= Write(sql =>
        {
            sql.Run("INSERT OR IGNORE INTO parameter (name, range) VALUES ($name, $range)", ("$name", parameter), ("$range", range.ToJson()));
            return declared[parameter] = StudySchema.ReadSpace(sql).Single(pair => pair.Key == parameter).Value;
        });
        if (!known.Equals(range))
            throw new ParameterConflictException($"The parameter '{parameter}' is asked for as {range}, and the study ({name}) knows it as {known}. "
                + "Go on with that range, give the parameter another name, or begin another study.");
    }

    /// <summary>Records a value.</summary>
    public void SetValue(int number, string parameter, double value) => Write(sql =>
    {
        Hold(sql, number);
        return sql.Run("INSERT OR REPLACE INTO value (trial, parameter, value) VALUES ($number, $name, $value)", ("$number", number), ("$name", parameter), ("$value", value));
    });

    /// <summary>Records a report; one that is not a number is kept as NULL.</summary>
    public void Report(int number, int step, double value) => Write(sql =>
    {
        Hold(sql, number);
        return sql.Run("INSERT INTO report (trial, step, value) VALUES ($number, $step, $value)", ("$number", number), ("$step", step), ("$value", double.IsNaN(value) ? null : value));
    });

    /// <summary>Records how a trial ended. Nothing happens where it belongs to another process by now.</summary>
    public void Finish(int number, TrialState state, double? score = null, string message = "") => Write(sql => sql.Run(
        "UPDATE trial SET state = $state, score = $score, message = $message, ended = $now WHERE number = $number AND owner = $owner AND state = 'running'",
        ("$state", TrialTable.Word(state)), ("$score", score), ("$message", message), ("$now", Now), ("$number", number), ("$owner", owner)));

    /// <summary>Gives a trial back, to be run again.</summary>
    public void Release(int number) => Write(sql => sql.Run(
        "UPDATE trial SET state = 'waiting', attempts = attempts - 1 WHERE number = $number AND owner = $owner AND state = 'running'", ("$number", number), ("$owner", owner)));

    /// <summary>A sign of life.</summary>
    public void Beat(int number)
    {
        try
        {
            Write(sql => sql.Run("UPDATE trial SET heartbeat = $now WHERE number = $number AND owner = $owner", ("$now", Now), ("$number", number), ("$owner", owner)));
        }
        catch (Exception e) when (e is StudyException or ObjectDisposedException or InvalidOperationException)
        {
            // On a timer's thread nobody could catch it. The next sign comes soon, and what is really wrong with the file the trial itself will meet.
        }
    }

    /// <summary>Everything, as it is at this moment.</summary>
    public TrialTable Read() => Write(sql => new TrialTable(Direction, StudySchema.ReadSpace(sql), StudySchema.ReadTrials(sql, Seed)), immediate: false);

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
            connection.Dispose();
    }

    private static double Now => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000.0;

    private void Hold(SqlBatch sql, int number)
    {
        if (sql.Run("UPDATE trial SET heartbeat = $now WHERE number = $number AND owner = $owner AND state = 'running'", ("$now", Now), ("$number", number), ("$owner", owner)) == 0)
            throw new TrialLostException();
    }

    private void ReadSettings()
    {
        var settings = Write(sql => sql.Rows("SELECT key, value FROM study", row => (row.GetString(0), row.GetString(1))).ToDictionary(), immediate: false);
        (Direction, Seed) = Enum.TryParse<StudyDirection>(settings.GetValueOrDefault("direction"), ignoreCase: true, out var direction) && int.TryParse(settings.GetValueOrDefault("seed"), out var seed)
            ? (direction, seed)
            : throw new StudyException($"{name} is damaged: it does not say what the study's direction and seed are.");
    }

    private T Write<T>(Func<SqlBatch, T> action, bool immediate = true)
    {
        lock (gate)
        {
            try
            {
                // Immediate: a transaction that begins by reading could not go on to write where another has written meanwhile.
                using var transaction = connection.BeginTransaction(deferred: !immediate);
                var result = action(new SqlBatch(connection, transaction));
                transaction.Commit();
                return result;
            }
            catch (SqliteException e)
            {
                throw StudySchema.Unusable(name, e);
            }
        }
    }
}
