using System.Text.Json;

namespace ImageNotebooks.Tests;

/// <summary>Against numbers and text that scikit-learn wrote (tests/golden/classification_report.py).</summary>
public class ClassificationReportTests
{
    public static IEnumerable<object[]> Names => Golden.Select(golden => new object[] { golden.Name });

    private static IReadOnlyList<Case> Golden { get; } = ImageNotebooks.Tests.Golden.Read("classification_report.json").GetProperty("cases").Deserialize<Case[]>(JsonSerializerOptions.Web)!;

    [Theory, MemberData(nameof(Names))]
    public void TheTextIsScikitLearns(string name)
    {
        var golden = Find(name);
        Assert.Equal(golden.Text, golden.Result.Report(golden.Digits).ToString());
    }

    [Theory, MemberData(nameof(Names))]
    public void TheNumbersAreScikitLearns(string name)
    {
        var golden = Find(name);
        var report = golden.Result.Report();
        Assert.Equal(golden.Accuracy, report.Accuracy, 1e-12);
        ClassScore[] scores = [.. report.Classes, report.MacroAverage, report.WeightedAverage];
        Assert.Equal(golden.Scores.Length, scores.Length);
        foreach (var (expected, score) in golden.Scores.Zip(scores))
        {
            Assert.Equal(expected[0], score.Precision, 1e-12);
            Assert.Equal(expected[1], score.Recall, 1e-12);
            Assert.Equal(expected[2], score.F1, 1e-12);
            Assert.Equal(expected[3], score.Support);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void TheConfusionMatrixIsScikitLearns(string name)
    {
        var golden = Find(name);
        foreach (var (by, expected) in golden.Normalized)
        {
            var actual = golden.Result.ConfusionMatrix.Normalize(Enum.Parse<Normalization>(by));
            for (var truth = 0; truth < expected.Length; truth++)
                for (var predicted = 0; predicted < expected.Length; predicted++)
                    Assert.Equal(expected[truth][predicted], actual[truth, predicted], 1e-12);
        }
    }

    [Fact]
    public void TheTableHoldsWhatTheTextHolds()
    {
        var golden = Find("two classes");
        var html = NotebookHost.Show(golden.Result.Report(4), "text/html")!;
        Assert.All(golden.Text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Where(word => word.Contains('.')), number => Assert.Contains($"<td>{number}</td>", html));
    }

    private static Case Find(string name) => Golden.Single(golden => golden.Name == name);

    private sealed record Case(
        string Name, string[] ClassNames, int[] TrueLabels, int[] PredictedLabels, int Digits, string Text,
        double Accuracy, double[][] Scores, Dictionary<string, double[][]> Normalized)
    {
        public ClassifierResult Result => new(ClassNames, TrueLabels, PredictedLabels);
    }
}
