using Microsoft.Data.Sqlite;

namespace ImageNotebooks.Tests;

/// <summary>Files that are no studies, or not the right one.</summary>
public sealed class StudyFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Path => System.IO.Path.Combine(folder.Path, "a.study");

    public void Dispose() => folder.Dispose();

    private string Refused(StudyDirection direction = StudyDirection.Minimize, int? seed = null) => Assert.Throws<StudyException>(() => Study.Open(Path, direction, new() { Seed = seed })).Message;

    private void Sql(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
        connection.Open();
        new SqlBatch(connection, null).Run(sql);
    }

    private void Filled(int trials = 3)
    {
        using var study = Study.Open(Path, StudyDirection.Minimize, new() { Seed = 4, Sampler = new RandomSampler() });
        study.Run(trials, trial => trial.Float("a", 0, 1));
    }

    [Fact]
    public void A_text_file_is_refused_and_left_as_it_is()
    {
        File.WriteAllText(Path, new string('x', 5000));
        Assert.Equal($"{Path} is no study: it is not an SQLite database. Name another file.", Refused());
        Assert.Equal(new string('x', 5000), File.ReadAllText(Path));
    }

    [Fact]
    public void Another_programs_database_is_refused_and_left_as_it_is()
    {
        Sql("CREATE TABLE photographs (name TEXT)");
        var before = File.ReadAllBytes(Path);
        Assert.Contains("is an SQLite database, but no study", Refused());
        Assert.Equal(before, File.ReadAllBytes(Path));
        Assert.Equal([Path], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void A_later_version_is_refused()
    {
        Filled();
        Sql("PRAGMA user_version = 2");
        Assert.Contains("has version 2 of the format, and this library reads version 1", Refused());
    }

    [Theory]
    [InlineData(0.4)]
    [InlineData(0.9)]
    public void A_damaged_file_is_refused(double where)
    {
        Filled(200);
        var bytes = File.ReadAllBytes(Path);
        bytes.AsSpan((int)(where * bytes.Length) & ~4095, 4096).Fill(0x5A);
        File.WriteAllBytes(Path, bytes);
        Assert.Contains("is damaged", Refused());
    }

    [Fact]
    public void A_file_that_was_cut_is_refused()
    {
        Filled(200);
        using (var file = File.OpenWrite(Path))
            file.SetLength(file.Length / 2);
        Assert.Contains("is damaged", Refused());
    }

    [Fact]
    public void A_range_that_cannot_be_read_is_refused()
    {
        Filled();
        Sql("UPDATE parameter SET range = '{\"kind\":\"spiral\"}'");
        using var study = Study.Open(Path, StudyDirection.Minimize);
        Assert.Contains("the range of its parameter 'a' cannot be read", Assert.Throws<StudyException>(() => study.Trials).Message);
    }

    [Fact]
    public void Another_goal_or_seed_is_refused()
    {
        Filled();
        Assert.Contains("was begun with StudyDirection.Minimize, and is opened with StudyDirection.Maximize", Refused(StudyDirection.Maximize));
        Assert.Contains("was begun with seed 4, and is opened with seed 5", Refused(seed: 5));
        using var study = Study.Open(Path, StudyDirection.Minimize);
        Assert.Equal(4, study.Seed);
    }

    [Fact]
    public void A_folder_or_a_place_that_cannot_be_is_refused()
    {
        Directory.CreateDirectory(Path);
        Assert.Contains("there is a folder of this name", Refused());
        File.WriteAllText(Path + ".txt", "");
        Assert.Throws<StudyException>(() => Study.Open(System.IO.Path.Combine(Path + ".txt", "b.study"), StudyDirection.Minimize));
    }

    [Fact]
    public void An_empty_file_becomes_a_study()
    {
        File.WriteAllBytes(Path, []);
        Filled();
        using var study = Study.Open(Path, StudyDirection.Minimize);
        Assert.Equal(3, study.Trials.Count);
    }
}
