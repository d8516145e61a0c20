using System.Text;

namespace ImageNotebooks.Tests;

public class HistoryTests
{
    private static readonly History Sample = new(
        new EpochRecord(1, 1.5, Metrics(0.4, 1.25), 1e-3, 29.25, 1709.4),
        new EpochRecord(2, 0.1 + 0.2, Metrics(0.5, double.NaN), 1e-3, 28, 1785.7),
        new EpochRecord(3, double.NaN, Metrics(0.45, 1.25), 1e-4));

    [Fact]
    public void ColumnsAreReadByName()
    {
        Assert.Equal([0.4, 0.5, 0.45], Sample["accuracy"]);
        Assert.Equal([29.25, 28, double.NaN], Sample["seconds"]);
        Assert.Contains("no 'val_acc'; it has epoch, phase, loss, accuracy, val_loss", Assert.Throws<ArgumentException>(() => Sample["val_acc"]).Message);
    }

    [Fact]
    public void BestFollowsKerassDirection()
    {
        Assert.Equal(1, Sample.Best("val_loss").Epoch);
        Assert.Equal(2, Sample.Best("accuracy").Epoch);
        Assert.Equal(2, Sample.Best("loss").Epoch);
        Assert.Equal(1, Sample.Best("accuracy", lowest: true).Epoch);
        Assert.Throws<ArgumentException>(() => Sample.Best("images"));
    }

    [Fact]
    public void ASecondRunIsCountedOnAsAPhase()
    {
        var joined = Sample.Then(Sample).Then(Sample);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9], joined.Select(record => record.Epoch));
        Assert.Equal([1, 1, 1, 2, 2, 2, 3, 3, 3], joined.Select(record => record.Phase));
        Assert.Equal([4, 7], joined.PhaseStarts);
        Assert.Same(Sample, Sample.Then(History.Empty));
        Assert.Same(Sample, History.Empty.Then(Sample));
        Assert.Equal([1, 11], new History(new EpochRecord(1, 1)).Then(new History(new EpochRecord(11, 1))).Select(record => record.Epoch));
    }

    [Fact]
    public void AppendKeepsTheOrder()
    {
        Assert.Equal(4, Sample.Append(new EpochRecord(4, 1)).Count);
        Assert.Equal(3, Sample.Count);
        Assert.Contains("Epoch 3 of phase 1 cannot follow epoch 3", Assert.Throws<ArgumentException>(() => Sample.Append(new EpochRecord(3, 1))).Message);
    }

    [Theory]
    [InlineData(".csv")]
    [InlineData(".json")]
    public void FilesGiveTheSameBitsBack(string ending)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "deeper", "history" + ending);
        var joined = Sample.Then(Sample);
        joined.Save(path);
        joined.Save(path);
        Assert.Equal(joined, History.Load(path));
        Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));
        Assert.NotEqual(Encoding.UTF8.GetPreamble()[0], File.ReadAllBytes(path)[0]);
    }

    [Fact]
    public void AnEmptyHistoryIsKeptToo()
    {
        Assert.Empty(History.FromCsv(History.Empty.ToCsv()));
        Assert.Empty(History.FromJson(History.Empty.ToJson()));
    }

    [Fact]
    public void WhatWasNotMeasuredIsAnEmptyCell() => Assert.Equal(
        "epoch,phase,loss,accuracy,val_loss,learning_rate,seconds,images_per_second\n"
        + "1,1,1.5,0.4,1.25,0.001,29.25,1709.4\n"
        + "2,1,0.30000000000000004,0.5,NaN,0.001,28,1785.7\n"
        + "3,1,NaN,0.45,1.25,0.0001,,\n",
        Sample.ToCsv());

    [Theory]
    [InlineData("epoch,loss\n1", "line 2 has 1 cells where the header has 2")]
    [InlineData("epoch,loss\n1,x", "line 2, loss: 'x' is not a number")]
    [InlineData("step,loss\n1,2", "no columns 'epoch' and 'loss'")]
    [InlineData("epoch,loss\n1.5,2", "line 2 has no whole number for 'epoch'")]
    [InlineData("epoch,loss\n2,1\n1,1", "Epoch 1 of phase 1 cannot follow epoch 2")]
    [InlineData("epoch,loss,a,a\n2,1,1,1", "same key")]
    public void ADamagedCsvIsRefusedWithItsLine(string csv, string sentence) =>
        Assert.Contains(sentence, Assert.Throws<FormatException>(() => History.FromCsv(csv)).Message);

    [Theory]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("[{\"epoch\":1}]")]
    [InlineData("[{\"epoch\":1,\"loss\":\"much\"}]")]
    [InlineData("[{\"epoch\":1,")]
    [InlineData("null")]
    public void ADamagedJsonIsRefused(string json) => Assert.Throws<FormatException>(() => History.FromJson(json));

    [Fact]
    public void ADamagedFileIsNamed()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "h.csv");
        File.WriteAllText(path, "nothing");
        Assert.StartsWith(path, Assert.Throws<FormatException>(() => History.Load(path)).Message, StringComparison.Ordinal);
        Assert.Contains("'h.txt' ends in neither", Assert.Throws<ArgumentException>(() => Sample.Save("h.txt")).Message);
    }

    [Fact]
    public void TheTableMarksTheBestEpochAndTheNextPhase()
    {
        var html = NotebookHost.Show(Sample.Then(Sample), "text/html")!;
        Assert.Contains("Lowest val loss after epoch 1", html);
        Assert.Equal(1, html.Split("<tr class=\"best\">").Length - 1);
        Assert.Contains("<tr class=\"rule\"><td>4</td><td>2</td>", html);
    }

    [Theory]
    [InlineData("a,b")]
    [InlineData("loss")]
    [InlineData("")]
    public void MetricsNeedNamesOfTheirOwn(string name) =>
        Assert.Throws<ArgumentException>(() => new EpochRecord(1, 1, [KeyValuePair.Create(name, 1.0)]));

    private static Dictionary<string, double> Metrics(double accuracy, double validationLoss) =>
        new() { ["accuracy"] = accuracy, ["val_loss"] = validationLoss };
}
