namespace ImageNotebooks;

/// <summary>Buses and trains.</summary>
internal static class PublicTransport
{
    private static readonly Rgb Glass = new(0.2f, 0.27f, 0.34f);

    public static void DrawBus(Sketch sketch)
    {
        var random = sketch.Random;
        var paint = Rgb.Hsv(random.Pick(0f, 45f, 120f, 215f) + random.Between(-12, 12), random.Between(0.5f, 0.9f), random.Between(0.45f, 0.85f));
        var body = Paint.Lit(paint, 0.2f);
        sketch.Ellipse(0, 0.6f, 1.1f, 0.1f, new Paint(Rgb.Black, Rgb.Black, 0.45f));
        if (random.Chance(0.3))
        {
            DrawBusFront(sketch, paint, body);
            return;
        }
        var twoDecks = random.Chance(0.35);
        var top = twoDecks ? -0.85f : -0.45f;
        sketch.Polygon(body, -1.05f, 0.5f, -1.05f, top + 0.06f, -1, top, 0.98f, top, 1.05f, top + 0.15f, 1.08f, 0.5f);
        for (var deck = 0; deck < (twoDecks ? 2 : 1); deck++)
            for (var window = 0; window < 6; window++)
                sketch.Box(-0.96f + 0.31f * window, top + 0.1f + 0.55f * deck, -0.72f + 0.31f * window, top + 0.42f + 0.55f * deck, Paint.Lit(Glass));
        sketch.Box(0.88f, top + 0.1f, 1.05f, top + 0.5f, Paint.Lit(Glass * 1.2f));
        sketch.Box(0.66f, 0.02f, 0.84f, 0.46f, Paint.Lit(Glass));
        sketch.Line(-1.03f, 0.22f, 0.62f, 0.22f, 0.04f, paint.Mix(Rgb.White, 0.7f));
        foreach (var x in (ReadOnlySpan<float>)[-0.62f, 0.48f])
        {
            sketch.Ellipse(x, 0.5f, 0.17f, 0.17f, Rgb.Black);
            sketch.Ellipse(x, 0.5f, 0.08f, 0.08f, new Rgb(0.62f, 0.62f, 0.64f));
        }
    }

    public static void DrawTrain(Sketch sketch)
    {
        var random = sketch.Random;
        var paint = random.Chance(0.3) ? random.Near(new(0.2f, 0.2f, 0.22f))
            : Rgb.Hsv(random.Between(0, 360), random.Between(0.4f, 0.85f), random.Between(0.3f, 0.75f));
        Rails(sketch);
        if (random.Chance(0.35))
            DrawSteam(sketch, paint);
        else
            DrawRailcar(sketch, paint);
    }

    private static void DrawBusFront(Sketch sketch, Rgb paint, Paint body)
    {
        foreach (var x in (ReadOnlySpan<float>)[-0.45f, 0.45f])
            sketch.Line(x, 0.4f, x, 0.55f, 0.12f, Rgb.Black);
        sketch.Box(-0.66f, -0.85f, 0.66f, 0.5f, body);
        sketch.Box(-0.58f, -0.55f, 0.58f, 0.02f, Paint.Lit(Glass));
        sketch.Box(-0.45f, -0.8f, 0.45f, -0.62f, Rgb.Black);
        for (var dot = -0.35f; dot < 0.4f; dot += 0.1f)
            sketch.Box(dot, -0.75f, dot + 0.05f, -0.67f, new Rgb(0.95f, 0.7f, 0.15f));
        foreach (var x in (ReadOnlySpan<float>)[-0.5f, 0.5f])
        {
            sketch.Ellipse(x, 0.26f, 0.1f, 0.09f, new Rgb(0.95f, 0.93f, 0.8f));
            sketch.Line(x * 1.45f, -0.55f, x * 1.45f, -0.3f, 0.06f, Rgb.Black);
        }
        sketch.Box(-0.62f, 0.38f, 0.62f, 0.48f, paint * 0.5f);
    }

    private static void Rails(Sketch sketch)
    {
        var bed = Paint.Flat(new(0.42f, 0.38f, 0.34f)) with { Grain = 0.4f, Scenery = true };
        sketch.Box(-2.5f, 0.52f, 2.5f, 0.7f, bed);
        sketch.Line(-2.5f, 0.53f, 2.5f, 0.53f, 0.02f, Paint.Flat(new(0.6f, 0.6f, 0.62f)) with { Scenery = true });
    }

    private static void DrawRailcar(Sketch sketch, Rgb paint)
    {
        var body = Paint.Lit(paint, 0.2f);
        for (var (wagon, left) = (0, -1.75f); wagon < 2; wagon++, left += 1.35f)
        {
            var front = wagon == 1;
            sketch.Polygon(body, left, 0.4f, left, -0.4f, left + (front ? 1.1f : 1.3f), -0.4f, left + (front ? 1.45f : 1.3f), front ? 0.15f : -0.4f,
                left + (front ? 1.5f : 1.3f), 0.4f);
            for (var window = 0; window < 4; window++)
                sketch.Box(left + 0.1f + 0.25f * window, -0.27f, left + 0.3f + 0.25f * window, 0, Paint.Lit(Glass));
            sketch.Line(left + 0.03f, 0.18f, left + 1.25f, 0.18f, 0.045f, paint.Mix(Rgb.White, 0.75f));
            foreach (var wheel in (ReadOnlySpan<float>)[0.2f, 0.45f, 0.9f, 1.15f])
                sketch.Ellipse(left + wheel, 0.44f, 0.09f, 0.09f, Rgb.Black);
        }
        sketch.Polygon(Paint.Lit(Glass * 0.9f), 0.62f, -0.28f, 0.74f, -0.28f, 0.93f, 0.02f, 0.66f, 0.02f);
        sketch.Line(-0.43f, -0.4f, -0.2f, -0.62f, 0.02f, Rgb.Black);
    }

    private static void DrawSteam(Sketch sketch, Rgb paint)
    {
        var boiler = Paint.Lit(paint, 0.35f);
        for (var puff = 0; puff < 4; puff++)
            sketch.Ellipse(0.6f - 0.28f * puff, -0.75f - 0.1f * puff, 0.13f + 0.06f * puff, 0.11f + 0.04f * puff, new Paint(Rgb.White, Rgb.White * 0.9f, 0.5f));
        sketch.Box(0.5f, -0.65f, 0.68f, -0.2f, paint * 0.6f);
        sketch.Limb(-0.3f, 0, 0.85f, 0, 0.28f, 0.28f, boiler);
        sketch.Ellipse(0.15f, -0.28f, 0.13f, 0.13f, new Rgb(0.75f, 0.6f, 0.25f));
        sketch.Box(-0.85f, -0.55f, -0.3f, 0.3f, boiler);
        sketch.Box(-0.95f, -0.62f, -0.22f, -0.52f, paint * 0.5f);
        sketch.Box(-0.72f, -0.4f, -0.45f, -0.1f, Paint.Lit(Glass));
        sketch.Box(-0.9f, 0.22f, 1, 0.34f, new Rgb(0.6f, 0.15f, 0.12f));
        foreach (var x in (ReadOnlySpan<float>)[-0.55f, -0.05f, 0.4f])
        {
            sketch.Ellipse(x, 0.34f, 0.2f, 0.2f, Rgb.Black);
            sketch.Ellipse(x, 0.34f, 0.13f, 0.13f, new Rgb(0.6f, 0.15f, 0.12f));
        }
        sketch.Ellipse(0.82f, 0.42f, 0.12f, 0.12f, Rgb.Black);
        sketch.Line(-0.55f, 0.34f, 0.4f, 0.34f, 0.03f, new Rgb(0.7f, 0.7f, 0.7f));
        sketch.Polygon(Rgb.Black, 1, 0.25f, 1.25f, 0.52f, 1, 0.52f);
    }
}
