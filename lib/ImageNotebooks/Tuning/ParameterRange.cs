using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ImageNotebooks;

/// <summary>
/// The values that a parameter of a <see cref="Study"/> may take. A value is kept as a number: of a choice, its place in the list. Ranges
/// are equal when they hold the same values in the same spacing.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(IntRange), "int")]
[JsonDerivedType(typeof(FloatRange), "float")]
[JsonDerivedType(typeof(ChoiceRange), "choice")]
public abstract record ParameterRange
{
    private protected ParameterRange()
    {
    }

    /// <summary>The value at a place between 0 and 1, so that uniform places give values spread as the range says.</summary>
    public abstract double FromUnit(double unit);

    /// <summary>Where a value lies between 0 and 1: the middle of the places that <see cref="FromUnit"/> maps to it.</summary>
    public abstract double ToUnit(double value);

    /// <summary>A value as it is shown.</summary>
    public abstract string Format(double value);

    internal string ToJson() => JsonSerializer.Serialize(this);

    /// <exception cref="JsonException">The text is no range.</exception>
    internal static ParameterRange FromJson(string json) => JsonSerializer.Deserialize<ParameterRange>(json) ?? throw new JsonException("There is no range.");
}

/// <summary>Whole numbers.</summary>
/// <param name="Low">The lowest.</param>
/// <param name="High">The highest; with a step, the highest is the last that the step meets.</param>
/// <param name="Step">The distance between neighbours.</param>
/// <param name="Log">Whether each doubling is as likely as any other.</param>
public sealed record IntRange(int Low, int High, int Step = 1, bool Log = false) : ParameterRange
{
    private double Count => Math.Floor(((double)High - Low) / Step) + 1;

    /// <inheritdoc/>
    public override double FromUnit(double unit) => Log
        ? Math.Clamp(Math.Round(Math.Exp(LogLow + unit * (LogHigh - LogLow))), Low, High)
        : Low + Step * Math.Clamp(Math.Floor(unit * Count), 0, Count - 1);

    /// <inheritdoc/>
    public override double ToUnit(double value) => Log ? (Math.Log(value) - LogLow) / (LogHigh - LogLow) : ((value - Low) / Step + 0.5) / Count;

    /// <inheritdoc/>
    public override string Format(double value) => value.ToString("0", CultureInfo.InvariantCulture);

    /// <summary>As in "int 32..256 in steps of 32".</summary>
    public override string ToString() => FormattableString.Invariant($"int {Low}..{High}") + (Step != 1 ? FormattableString.Invariant($" in steps of {Step}") : "") + (Log ? ", log" : "");

    private double LogLow => Math.Log(Low - 0.5);

    private double LogHigh => Math.Log(High + 0.5);
}

/// <summary>Real numbers.</summary>
/// <param name="Low">The lowest.</param>
/// <param name="High">The highest.</param>
/// <param name="Log">Whether each doubling is as likely as any other.</param>
public sealed record FloatRange(double Low, double High, bool Log = false) : ParameterRange
{
    /// <inheritdoc/>
    public override double FromUnit(double unit) =>
        Math.Clamp(Log ? Math.Exp(Math.Log(Low) + unit * (Math.Log(High) - Math.Log(Low))) : Low + unit * (High - Low), Low, High);

    /// <inheritdoc/>
    public override double ToUnit(double value) => Low == High ? 0.5
        : Log ? (Math.Log(value) - Math.Log(Low)) / (Math.Log(High) - Math.Log(Low)) : (value - Low) / (High - Low);

    /// <inheritdoc/>
    public override string Format(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    /// <summary>As in "float 0.0001..0.01, log".</summary>
    public override string ToString() => FormattableString.Invariant($"float {Low}..{High}") + (Log ? ", log" : "");
}

/// <summary>A list of values without an order.</summary>
/// <param name="Options">The values as they are shown.</param>
public sealed record ChoiceRange(IReadOnlyList<string> Options) : ParameterRange
{
    /// <inheritdoc/>
    public override double FromUnit(double unit) => Math.Clamp(Math.Floor(unit * Options.Count), 0, Options.Count - 1);

    /// <inheritdoc/>
    public override double ToUnit(double value) => (value + 0.5) / Options.Count;

    /// <inheritdoc/>
    public override string Format(double value) => Options[(int)value];

    /// <inheritdoc/>
    public bool Equals(ChoiceRange? other) => other is not null && Options.SequenceEqual(other.Options);

    /// <inheritdoc/>
    public override int GetHashCode() => Options.Aggregate(0, HashCode.Combine);

    /// <summary>As in "one of 3, 5".</summary>
    public override string ToString() => $"one of {string.Join(", ", Options)}";
}
