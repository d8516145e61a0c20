namespace ImageNotebooks.Tests;

public class ScoreTableTests
{
    private static readonly ClassifierResult Good = new(["cat", "dog"], [0, 0, 1, 1], [0, 0, 1, 0], meanLoss: 0.5);
    private static readonly ClassifierResult Bad = new(["cat", "dog"], [0, 0, 1, 1], [0, 1, 1, 0], meanLoss: 0.25);

    [Fact]
    public void Models_stand_side_by_side_whatever_is_known_of_them()
    {
        var table = new ComparisonTable().Add("VGG, 16", test: Bad).Add("ResNet", train: Good, test: Good).Add("paper", ("test accuracy", 0.7), ("days", 2));
        Assert.Equal(["train accuracy", "train loss", "test accuracy", "test loss", "precision", "recall", "F1 score", "days"], table.ScoreNames);
        Assert.Equal([double.NaN, 0.75, double.NaN], table["train accuracy"]);
        Assert.Equal([0.5, 0.75, 0.7], table["test accuracy"]);
        Assert.Equal(("ResNet", "VGG, 16", null), (table.Best("test accuracy")!.Name, table.Best("test loss")!.Name, new ComparisonTable().Add("x", ("a", double.NaN)).Best("a")));
        Assert.StartsWith("model,train accuracy,train loss,test accuracy,test loss,precision,recall,F1 score,days\n\"VGG, 16\",,,0.5,0.25,0.5,0.5,0.5,\n", table.ToCsv());
        Assert.Equal(5.0 / 6, table["precision"][1], 1e-15);
    }

    [Fact]
    public void Averages_are_chosen_for_the_table()
    {
        var uneven = new ClassifierResult(["cat", "dog"], [0, 0, 0, 1], [0, 0, 1, 1]);
        double Recall(Average average) => new ComparisonTable(average: average).Add("m", test: uneven)["recall"][0];
        Assert.Equal(5.0 / 6, Recall(Average.Macro), 1e-15);
        Assert.Equal((0.75, 0.75), (Recall(Average.Micro), Recall(Average.Weighted)));
    }

    [Fact]
    public void The_best_of_each_column_is_bold()
    {
        var html = NotebookHost.Show(new ComparisonTable().Add("a", test: Bad).Add("b", test: Good), "text/html")!;
        Assert.Contains("<td>a</td><td>0.5000</td><td class=\"best\">0.2500</td>", html);
        Assert.Contains("<td>b</td><td class=\"best\">0.7500</td><td>0.5000</td>", html);
        Assert.Contains("<button>test loss</button>", html);
        Assert.DoesNotContain("class=\"best\"", NotebookHost.Show(Good.PerClass(), "text/html"));
    }

    [Fact]
    public void The_table_is_a_data_frame()
    {
        var columns = ((ITabular)Good.PerClass()).Columns.ToArray();
        Assert.Equal(["class", "precision", "recall", "specificity", "F1 score", "images"], columns.Select(c => c.Name));
        Assert.Equal(["cat", "dog"], (string[])columns[0].Values);
        Assert.Equal([2.0, 2.0], (double[])columns[5].Values);
    }

    [Fact]
    public void Names_that_clash_or_are_missing_are_named()
    {
        var table = new ComparisonTable().Add("a", test: Bad);
        Assert.Contains("model 'a' already", Assert.Throws<ArgumentException>(() => table.Add("a", test: Good)).Message);
        Assert.Contains("two numbers for 'x'", Assert.Throws<ArgumentException>(() => table.Add("b", ("x", 1), ("x", 2))).Message);
        Assert.Contains("no column 'AUC'", Assert.Throws<ArgumentException>(() => table["AUC"]).Message);
        Assert.Contains("'r' has 1 numbers", Assert.Throws<ArgumentException>(() => new ScoreTable("t", "x", ["a", "b"], [new("r", [1])])).Message);
    }
}
