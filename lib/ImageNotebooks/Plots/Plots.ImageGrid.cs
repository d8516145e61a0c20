namespace ImageNotebooks;

public static partial class Plots
{
    /// <summary>The mistakes of which a classifier was surest, each with what it was called and what it is.</summary>
    /// <param name="result">What the classifier said of the images, in their order.</param>
    /// <param name="images">The images.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="title">The heading.</param>
    public static Figure Mistakes(ClassifierResult result, Split images, int count = 10, string title = "The surest mistakes") => Mistakes(result, images, result.Misclassified, count, title);

    /// <summary>Images of the class that is mistaken most often, taken for the class it is most often taken for.</summary>
    /// <inheritdoc cref="Mistakes(ClassifierResult, Split, int, string)"/>
    public static Figure MostConfused(ClassifierResult result, Split images, int count = 10)
    {
        if (result.MostConfused is not { } pair) return new Figure().Title("Nothing was mistaken");
        var (of, called) = (result.ClassNames.ToList().IndexOf(pair.True), result.ClassNames.ToList().IndexOf(pair.Predicted));
        return Mistakes(result, images, result.Misclassified.Where(i => result.TrueLabels[i] == of && result.PredictedLabels[i] == called), count, $"{pair.Count} x {pair.True}, taken for {pair.Predicted}");
    }

    private static Figure Mistakes(ClassifierResult result, Split images, IEnumerable<int> mistakes, int count, string title)
    {
        if (result.Count != images.Count) throw new ArgumentException($"The result is of {result.Count} images, and '{images.Name}' has {images.Count}.", nameof(images));
        int[] shown = [.. mistakes.Take(count)];
        return shown.Length == 0 ? new Figure().Title("No mistakes")
            : ImageGrid(shown.Select(images.Picture), shown.Select(Caption), columns: shown.Max(i => Caption(i).Length) > 20 ? 3 : 5, title: title);

        string Caption(int i) => $"{result.ClassNames[result.PredictedLabels[i]]}, is {result.ClassNames[result.TrueLabels[i]]}";
    }

    /// <summary>Pictures in rows and columns, each enlarged to the same cell with its pixels sharp and its caption above it.</summary>
    /// <param name="images">At least one picture; sizes may differ.</param>
    /// <param name="captions">One caption a picture, or null for none.</param>
    /// <param name="columns">How many pictures stand in a row.</param>
    /// <param name="correct">One value a picture: captions are green where true and, with a cross before them, vermilion where
    /// false; null leaves them in the page's own colour.</param>
    /// <param name="title">The heading.</param>
    /// <param name="cellPixels">How wide and high a picture's cell is on the page, at least 16; a caption has room for a letter in 6 of them.</param>
    /// <exception cref="ArgumentException">There are no pictures, or not as many captions or marks as pictures.</exception>
    public static Figure ImageGrid(
        IEnumerable<Picture> images, IEnumerable<string>? captions = null, int columns = 5, IEnumerable<bool>? correct = null, string? title = null, int cellPixels = 110) =>
        Grid(images, captions, columns, correct?.Select(right => (bool?)right), title, cellPixels);

    private static Figure Grid(IEnumerable<Picture> images, IEnumerable<string>? captions, int columns, IEnumerable<bool?>? correct, string? title, int cellPixels)
    {
        const double cell = 1, gap = 0.08;
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(cellPixels, 16);
        // A line of 24 pixels, whatever a cell is wide.
        var captionRoom = 24.2 / cellPixels;
        var (pictures, texts, marks) = (images.ToArray(), captions?.ToArray(), correct?.ToArray());
        RequireOneForEach(pictures, texts?.Length, marks?.Length);
        columns = Math.Min(columns, pictures.Length);
        var rows = (pictures.Length + columns - 1) / columns;
        var (stepX, stepY) = (cell + gap, cell + (texts is null ? gap : captionRoom));
        (double Left, double Top) Place(int i) => (i % columns * stepX, (i / columns + 1) * stepY - cell);

        var traces = pictures.Select((picture, i) =>
        {
            var pixel = cell / Math.Max(picture.Width, picture.Height);
            return Trace.Image(picture, Place(i).Left + (cell - picture.Width * pixel) / 2, Place(i).Top + (cell - picture.Height * pixel) / 2, pixel)
                .With("hoverinfo", "text").With("text", PlotText.Literal(texts?[i] ?? picture.ToString())).With("name", texts is null ? null : PlotText.Literal(texts[i]));
        });
        var annotations = (texts ?? []).Select((text, i) => Figure.Annotation(
                (marks?[i] == false ? "✗ " : "") + PlotText.Literal(text), Place(i).Left + cell / 2, Place(i).Top)
            .With("yanchor", "bottom").With("font.size", 11)
            .With("font.color", marks?[i] switch { true => Theme.Right, false => Theme.Wrong, null => null }));
        var figure = new Figure(traces).Annotate(annotations)
            .With("xaxis", new { visible = false, range = new[] { 0, columns * stepX - gap }, constrain = "domain" })
            .With("yaxis", new { visible = false, range = new[] { rows * stepY, 0 }, scaleanchor = "x", constrain = "domain" })
            .With("margin", new { l = 10, r = 10, t = title is null ? 30 : 50, b = 10 })
            .Size((int)(columns * stepX * cellPixels) + 20, (int)(rows * stepY * cellPixels) + (title is null ? 40 : 60));
        return title is null ? figure : figure.Title(title);
    }

    private static void RequireOneForEach(Picture[] pictures, int? captions, int? marks)
    {
        if (pictures.Length == 0)
            throw new ArgumentException("There is no picture to show.");
        if ((captions ?? pictures.Length) != pictures.Length || (marks ?? pictures.Length) != pictures.Length)
            throw new ArgumentException(
                $"There are {pictures.Length} pictures, {captions?.ToString() ?? "no"} captions and {marks?.ToString() ?? "no"} marks; give one for each picture or leave them out.");
    }
}
