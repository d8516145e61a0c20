namespace ImageNotebooks;

/// <summary>Aeroplanes from the side and from above or below.</summary>
internal static class Aircraft
{
    public static void Draw(Sketch sketch)
    {
        var random = sketch.Random;
        var skin = random.Chance(0.7)
            ? random.Near(Rgb.Hsv(210, random.Between(0, 0.15f), random.Between(0.5f, 0.95f)))
            : Backdrop.AnyColour(random);
        if (random.Chance(0.5))
            DrawSide(sketch.Part(0, 0, 1, random.Between(-25, 12)), skin);
        else
            DrawPlan(sketch.Part(0, 0, 1, random.Between(-180, 180)), skin);
    }

    private static void DrawSide(Sketch sketch, Rgb skin)
    {
        var random = sketch.Random;
        var body = Paint.Lit(skin, 0.3f);
        var tail = random.Chance(0.5) ? Paint.Lit(Backdrop.AnyColour(random)) : body;
        var girth = random.Between(0.13f, 0.19f);
        var fin = random.Between(0.4f, 0.6f);
        sketch.Polygon(body.Darker(0.3f), 0.2f, 0, -0.05f, 0, -0.3f, -0.38f, -0.18f, -0.38f);
        sketch.Polygon(tail, -0.6f, -0.05f, -0.95f, -0.05f, -1.05f, -fin, -0.85f, -fin);
        sketch.Limb(-0.95f, -0.06f, 0.85f, 0.02f, girth * 0.45f, girth, body);
        sketch.Limb(0.7f, 0.02f, 1, 0.06f, girth * 0.95f, girth * 0.5f, body);
        sketch.Polygon(Paint.Lit(new(0.15f, 0.2f, 0.3f)), 0.78f, -0.1f, 0.92f, -0.08f, 0.98f, 0, 0.8f, 0);
        sketch.Line(-0.55f, -0.05f, 0.62f, -0.03f, 0.025f, skin * 0.35f);
        sketch.Polygon(body.Darker(0.4f), 0.28f, 0.06f, -0.1f, 0.06f, -0.5f, 0.5f, -0.32f, 0.52f);
        sketch.Polygon(body.Darker(0.35f), -0.7f, -0.02f, -0.88f, -0.02f, -1.1f, 0.16f, -0.98f, 0.17f);
        sketch.Limb(-0.08f, 0.26f, 0.14f, 0.26f, 0.07f, 0.09f, body.Darker(0.55f));
        if (random.Chance(0.3))
        {
            sketch.Line(0.65f, 0.1f, 0.65f, 0.34f, 0.035f, Rgb.Black);
            sketch.Line(-0.1f, 0.1f, -0.1f, 0.36f, 0.045f, Rgb.Black);
        }
    }

    private static void DrawPlan(Sketch sketch, Rgb skin)
    {
        var random = sketch.Random;
        var body = Paint.Lit(skin, 0.15f);
        var wing = body.Darker(random.Between(0.1f, 0.35f));
        var sweep = random.Between(0, 0.6f);
        var span = random.Between(0.75f, 1);
        var chord = random.Between(0.14f, 0.22f);
        sketch.Polygon(wing, 0.28f, 0, 0.2f - sweep, span, 0.08f - sweep, span, -0.28f + chord / 2, 0,
            0.08f - sweep, -span, 0.2f - sweep, -span);
        sketch.Polygon(wing, -0.7f, 0, -0.92f - sweep / 4, 0.36f, -1.02f - sweep / 4, 0.36f, -0.94f, 0,
            -1.02f - sweep / 4, -0.36f, -0.92f - sweep / 4, -0.36f);
        sketch.Limb(-0.95f, 0, 0.7f, 0, 0.05f, 0.12f, body);
        sketch.Limb(0.6f, 0, 1, 0, 0.12f, 0.04f, body);
        sketch.Line(-1, 0, -0.75f, 0, 0.035f, skin * 0.5f);
        if (random.Chance(0.7))
            foreach (var y in (ReadOnlySpan<float>)[-0.38f, 0.38f])
                sketch.Line(0.02f - sweep * 0.4f, y, 0.26f - sweep * 0.4f, y, 0.06f, skin * 0.45f);
        sketch.Ellipse(0.78f, 0, 0.07f, 0.06f, new Rgb(0.15f, 0.2f, 0.3f));
    }
}
