using System.Runtime.InteropServices;

namespace ImageNotebooks;

/// <summary>Checks on [n, classes] probabilities and pieces of them.</summary>
internal static class ProbabilityMatrix
{
    /// <summary>What rounding may add to a probability of 1.</summary>
    private const float AlmostOne = 1 + 1e-4f;

    /// <summary>Says what is wrong with probabilities.</summary>
    /// <exception cref="ArgumentException">The size does not fit, or a value is not a probability.</exception>
    public static void Require(float[,] probabilities, int images, IReadOnlyList<string> classNames)
    {
        var classes = classNames.Count;
        RequireSize(probabilities, "probabilities", images, classes);
        var all = All(probabilities);
        for (var i = 0; i < all.Length; i++)
        {
            if (!(all[i] >= 0 && all[i] <= AlmostOne))
            {
                throw new ArgumentException(FormattableString.Invariant(
                    $"The probability of '{classNames[i % classes]}' for image {i / classes} is {all[i]}, and probabilities lie between 0 and 1; ")
                    + "NaN means that the model diverged, other numbers that these are logits.");
            }
        }
    }

    /// <summary>Says what is wrong with a matrix's size.</summary>
    /// <exception cref="ArgumentException">The size does not fit.</exception>
    public static void RequireSize(Array matrix, string what, int images, int classes)
    {
        if (matrix.GetLength(0) != images || matrix.GetLength(1) != classes)
            throw new ArgumentException($"The {what} are [{matrix.GetLength(0)}, {matrix.GetLength(1)}], and {images} images of {classes} classes need [{images}, {classes}].");
    }

    /// <summary>All values, row by row.</summary>
    public static Span<T> All<T>(T[,] matrix) => matrix.Length == 0 ? [] : MemoryMarshal.CreateSpan(ref matrix[0, 0], matrix.Length);

    /// <summary>A column.</summary>
    public static T[] Column<T>(T[,] matrix, int column)
    {
        var result = new T[matrix.GetLength(0)];
        for (var i = 0; i < result.Length; i++) result[i] = matrix[i, column];
        return result;
    }

    /// <summary>Some of the rows, in this order.</summary>
    public static T[,] Take<T>(T[,] matrix, IReadOnlyList<int> rows)
    {
        var width = matrix.GetLength(1);
        var result = new T[rows.Count, width];
        var from = All(matrix);
        var to = All(result);
        for (var i = 0; i < rows.Count; i++) from.Slice(rows[i] * width, width).CopyTo(to[(i * width)..]);
        return result;
    }
}
