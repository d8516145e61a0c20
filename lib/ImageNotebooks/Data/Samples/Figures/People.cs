namespace ImageNotebooks;

/// <summary>People: standing or walking, or head and shoulders alone.</summary>
internal static class People
{
    /// <summary>A whole person, from -1 (top of the head) to 1 (soles).</summary>
    public static void DrawStanding(Sketch sketch)
    {
        var random = sketch.Random;
        var (skin, shirt, trousers) = (Skin(random), Paint.Lit(Backdrop.AnyColour(random)), Paint.Lit(Backdrop.AnyColour(random) * 0.8f));
        var shoes = random.Pick(Rgb.Black, new Rgb(0.4f, 0.3f, 0.2f), Rgb.White);
        var stride = random.Between(0.02f, 0.3f);
        sketch.Ellipse(0, 1, 0.35f, 0.05f, new Paint(Rgb.Black, Rgb.Black, 0.35f));
        foreach (var side in (ReadOnlySpan<float>)[-1, 1])
        {
            var foot = side * (0.08f + stride / 2);
            sketch.Limb(side * 0.09f, 0.05f, foot, 0.92f, 0.12f, 0.075f, trousers.Darker(side < 0 ? 0.2f : 0));
            sketch.Limb(foot - 0.02f, 0.95f, foot + 0.12f, 0.97f, 0.05f, 0.04f, shoes);
        }
        if (random.Chance(0.2))
            sketch.Polygon(shirt.Darker(0.1f), -0.14f, 0, 0.14f, 0, 0.3f, 0.55f, -0.3f, 0.55f);
        var swing = random.Between(-0.3f, 0.3f);
        Arm(sketch, -0.2f, -0.2f - swing, shirt.Darker(0.2f), skin);
        sketch.Limb(0, -0.46f, 0, 0.05f, 0.2f, 0.15f, shirt);
        sketch.Line(-0.15f, -0.5f, 0.15f, -0.5f, 0.1f, shirt);
        Arm(sketch, 0.2f, 0.2f + swing, shirt.Darker(0.1f), skin);
        sketch.Line(0, -0.6f, 0, -0.7f, 0.06f, skin * 0.9f);
        Head(sketch.Part(0, -0.82f, 0.19f), skin);
    }

    /// <summary>Head and shoulders, cut off below.</summary>
    public static void DrawPortrait(Sketch sketch)
    {
        var random = sketch.Random;
        var (skin, shirt) = (Skin(random), Paint.Lit(Backdrop.AnyColour(random)));
        sketch.Limb(-0.5f, 0.75f, -0.62f, 1.3f, 0.28f, 0.3f, shirt.Darker(0.1f));
        sketch.Limb(0.5f, 0.75f, 0.62f, 1.3f, 0.28f, 0.3f, shirt.Darker(0.1f));
        sketch.Limb(0, 0.75f, 0, 1.3f, 0.5f, 0.55f, shirt);
        sketch.Line(0, 0.2f, 0, 0.45f, 0.19f, skin * 0.88f);
        Head(sketch.Part(0, -0.3f, 0.6f, random.Between(-10, 10)), skin);
    }

    private static Rgb Skin(Random random) =>
        random.Near(random.Pick(new Rgb(0.93f, 0.76f, 0.65f), new Rgb(0.85f, 0.65f, 0.5f), new Rgb(0.6f, 0.42f, 0.3f), new Rgb(0.38f, 0.26f, 0.2f)), 0.04f);

    private static void Arm(Sketch sketch, float shoulder, float hand, Paint sleeve, Rgb skin)
    {
        sketch.Limb(shoulder, -0.46f, (shoulder + hand) * 0.62f, -0.16f, 0.085f, 0.065f, sleeve);
        sketch.Limb((shoulder + hand) * 0.62f, -0.16f, hand * 1.15f, 0.1f, 0.055f, 0.05f, skin);
    }

    private static void Head(Sketch sketch, Rgb skin)
    {
        var random = sketch.Random;
        var hair = Paint.Lit(random.Pick(new Rgb(0.12f, 0.1f, 0.09f), new Rgb(0.35f, 0.22f, 0.13f), new Rgb(0.75f, 0.6f, 0.35f), new Rgb(0.6f, 0.6f, 0.6f)));
        if (random.Chance(0.4))
            sketch.Ellipse(0, 0.2f, 0.88f, 1.1f, hair.Darker(0.15f));
        sketch.Ellipse(0, -0.12f, 0.86f, 0.98f, hair);
        sketch.Ellipse(0, 0.12f, 0.74f, 0.92f, Paint.Lit(skin, 0.12f));
        foreach (var side in (ReadOnlySpan<float>)[-1, 1])
        {
            sketch.Ellipse(side * 0.3f, 0, 0.13f, 0.08f, Rgb.White);
            sketch.Ellipse(side * 0.3f, 0, 0.07f, 0.08f, Rgb.Black);
            sketch.Line(side * 0.2f, -0.2f, side * 0.42f, -0.18f, 0.035f, hair);
        }
        sketch.Line(0, 0.1f, 0.04f, 0.32f, 0.05f, skin * 0.82f);
        sketch.Line(-0.2f, 0.58f, 0.2f, 0.58f, 0.05f, new Rgb(0.7f, 0.3f, 0.3f));
        sketch.Polygon(hair, -0.7f, -0.35f, -0.5f, -0.95f, 0.5f, -0.95f, 0.7f, -0.35f, 0.1f, -0.62f);
    }
}
