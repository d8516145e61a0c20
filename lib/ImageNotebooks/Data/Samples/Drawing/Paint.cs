namespace ImageNotebooks;

/// <summary>
/// What a shape is filled with: one colour at the shape's top running evenly to another at its bottom, as light from above
/// shades a body, with a texture over it.
/// </summary>
/// <param name="Top">Colour at the top of the shape as it stands in the picture.</param>
/// <param name="Bottom">Colour at its bottom.</param>
/// <param name="Opacity">1 hides what lies beneath, 0 shows nothing.</param>
/// <param name="Grain">Strength of the texture: the share by which it lightens and darkens.</param>
/// <param name="CellWidth">Width of the texture's coarsest cell, pixels.</param>
/// <param name="CellHeight">Height of it, pixels.</param>
/// <param name="Scenery">Whether what is painted belongs to the place and not to the figure: a bough, a wake.</param>
internal readonly record struct Paint(
    Rgb Top, Rgb Bottom, float Opacity = 1, float Grain = 0, float CellWidth = 4, float CellHeight = 4, bool Scenery = false)
{
    public static implicit operator Paint(Rgb colour) => Flat(colour);

    public static Paint Flat(Rgb colour) => new(colour, colour);

    /// <summary>A colour lit from above: lighter at the top and darker at the bottom by <paramref name="strength"/>.</summary>
    public static Paint Lit(Rgb colour, float strength = 0.2f) => new(colour * (1 + strength), colour * (1 - strength));

    /// <summary>The colour at a share of the way down the shape, before the texture.</summary>
    public Rgb At(float down) => Top.Mix(Bottom, down);

    public Paint Darker(float share) => this with { Top = Top * (1 - share), Bottom = Bottom * (1 - share) };
}
