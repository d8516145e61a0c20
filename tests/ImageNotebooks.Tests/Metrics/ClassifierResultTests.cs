namespace ImageNotebooks.Tests;

public class ClassifierResultTests
{
    private static readonly ClassifierResult Result = new(
        ["cat", "dog", "fox"], [0, 1, 2, 0, 2], [0, 0, 1, 1, 1],
        new[,] { { 0.9f, 0.1f, 0 }, { 0.5f, 0.4f, 0.1f }, { 0, 0.8f, 0.2f }, { 0.3f, 0.7f, 0 }, { 0, 0.95f, 0.05f } },
        meanLoss: 0.61234);

    [Fact]
    public void AccuracyCountsWhatIsRight()
    {
        Assert.Equal(0.2, Result.Accuracy, 1e-15);
        Assert.Equal("accuracy 0.2000 (1 of 5 images), mean loss 0.6123", Result.ToString());
    }

    [Fact]
    public void TheSurestMistakesComeFirst() => Assert.Equal([4, 2, 3, 1], Result.Misclassified);

    [Fact]
    public void WithoutProbabilitiesMistakesKeepTheirOrder()
    {
        var plain = new ClassifierResult(Result.ClassNames, Result.TrueLabels, Result.PredictedLabels);
        Assert.Equal([1, 2, 3, 4], plain.Misclassified);
        Assert.Null(plain.Confidence(1));
        Assert.Equal(0.5f, Result.Confidence(1));
    }

    [Fact]
    public void TheCommonestMistakeIsNamed()
    {
        Assert.Equal(new Confusion("fox", "dog", 2), Result.MostConfused);
        Assert.Null(new ClassifierResult(["a", "b"], [0, 1], [0, 1]).MostConfused);
        Assert.Null(new ClassifierResult(["only"], [0], [0]).MostConfused);
    }

    [Fact]
    public void SizesThatDoNotFitAreNamed()
    {
        Assert.Contains("2 true labels and 1 predicted", Assert.Throws<ArgumentException>(() => new ClassifierResult(["a"], [0, 0], [0])).Message);
        Assert.Contains("Image 1 has true label 0 and predicted label 2", Assert.Throws<ArgumentException>(() => new ClassifierResult(["a", "b"], [0, 0], [0, 2])).Message);
        Assert.Contains("[1, 2], and 2 images", Assert.Throws<ArgumentException>(() => new ClassifierResult(["a", "b"], [0, 0], [0, 1], new float[1, 2])).Message);
        Assert.Contains("0 images", Assert.Throws<ArgumentException>(() => new ClassifierResult(["a"], [], [])).Message);
    }

    [Fact]
    public void TheMatrixIsWrittenWithTrueClassesDownwards() => Assert.Equal(
        "       cat  dog  fox\ncat      1    1    0\ndog      1    0    0\nfox      0    2    0", Result.ConfusionMatrix.ToString());
}
