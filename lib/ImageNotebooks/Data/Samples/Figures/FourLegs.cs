namespace ImageNotebooks;

/// <summary>
/// A standing four-legged animal seen from the side, by its proportions in figure units. One drawing serves every kind, so
/// classes differ as the animals do: by proportions, head and coat, not by the artist's hand.
/// </summary>
/// <param name="Length">Half the distance from hip to shoulder.</param>
/// <param name="Girth">Radius of the trunk.</param>
/// <param name="Leg">Length of the legs below the trunk.</param>
/// <param name="LegWidth">Radius of a leg at the trunk.</param>
/// <param name="Neck">Length of the neck.</param>
/// <param name="NeckWidth">Radius of the neck at the shoulder.</param>
/// <param name="NeckDegrees">Rise of the neck above the horizontal; below 0 when grazing.</param>
/// <param name="Coat">Colour of the coat.</param>
internal sealed record FourLegs(
    float Length, float Girth, float Leg, float LegWidth, float Neck, float NeckWidth, float NeckDegrees, Rgb Coat)
{
    /// <summary>Draws trunk, legs and neck, and returns the sketch of the head: its origin at the end of the neck.</summary>
    public Sketch Draw(Sketch sketch)
    {
        var random = sketch.Random;
        var coat = Paint.Lit(Coat, 0.22f) with { Grain = 0.15f };
        var ground = Girth + Leg - 0.1f;
        sketch.Ellipse(0, ground, Length + 0.35f, 0.08f, new Paint(Rgb.Black, Rgb.Black, 0.3f));
        foreach (var x in (ReadOnlySpan<float>)[-Length, Length])
            DrawLeg(sketch, x + 0.05f, ground - 0.03f, random.Between(-0.22f, 0.22f), coat.Darker(0.4f));
        sketch.Limb(-Length, 0, Length, 0, Girth, Girth * 0.95f, coat);
        foreach (var x in (ReadOnlySpan<float>)[-Length - 0.03f, Length])
            DrawLeg(sketch, x, ground, random.Between(-0.18f, 0.18f), coat.Darker(0.12f));
        var (sin, cos) = Pose.SinCos(NeckDegrees);
        var (headX, headY) = (Length + 0.05f + Neck * cos, -Girth * 0.3f - Neck * sin);
        sketch.Limb(Length, -Girth * 0.2f, headX, headY, NeckWidth, NeckWidth * 0.7f, coat);
        return sketch.Part(headX, headY, 1);
    }

    /// <summary>Draws the tail from the hip to a point behind it.</summary>
    public void DrawTail(Sketch sketch, float backward, float upward, float width, Paint paint) =>
        sketch.Limb(-Length - Girth * 0.8f, -Girth * 0.4f, -Length - Girth - backward, -Girth * 0.4f - upward, width, width * 0.7f, paint);

    private void DrawLeg(Sketch sketch, float x, float ground, float step, Paint paint)
    {
        var knee = ground - Leg * 0.45f;
        sketch.Limb(x, Girth * 0.3f, x + step * 0.5f, knee, LegWidth * 1.3f, LegWidth * 0.8f, paint);
        sketch.Limb(x + step * 0.5f, knee, x + step, ground, LegWidth * 0.8f, LegWidth * 0.6f, paint);
    }
}
