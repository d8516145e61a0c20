namespace ImageNotebooks;

/// <summary>Automobiles and trucks, from the side and from the front.</summary>
internal static class RoadVehicles
{
    private static readonly Rgb Glass = new(0.22f, 0.28f, 0.34f);

    public static void DrawAutomobile(Sketch sketch)
    {
        var body = Lacquer(sketch.Random);
        if (sketch.Random.Chance(0.68))
            DrawCarSide(sketch, body);
        else
            DrawCarFront(sketch.Part(0, 0.05f, 0.85f), body);
    }

    public static void DrawTruck(Sketch sketch)
    {
        var random = sketch.Random;
        var cab = Lacquer(random);
        var load = random.Chance(0.5) ? random.Near(new(0.85f, 0.85f, 0.83f)) : Backdrop.AnyColour(random);
        if (random.Chance(0.3))
            DrawTruckFront(sketch.Part(0, 0, 0.9f), cab, load);
        else
            DrawTruckSide(sketch, cab, load, tipper: random.Chance(0.25));
    }

    private static Rgb Lacquer(Random random) => random.Next(3) switch
    {
        0 => random.Near(random.Pick(Rgb.White, Rgb.Black, new Rgb(0.6f, 0.6f, 0.62f))),
        1 => Rgb.Hsv(random.Between(-15, 15), random.Between(0.6f, 0.9f), random.Between(0.4f, 0.85f)),
        _ => Rgb.Hsv(random.Between(0, 360), random.Between(0.3f, 0.85f), random.Between(0.3f, 0.85f)),
    };

    private static void DrawCarSide(Sketch sketch, Rgb colour)
    {
        var random = sketch.Random;
        var body = Paint.Lit(colour, 0.25f);
        var roof = random.Between(-0.42f, -0.3f);
        var (front, back) = (random.Between(0.25f, 0.45f), random.Between(-0.75f, -0.3f));
        Shadow(sketch, 0.4f);
        sketch.Polygon(body, back - 0.25f, 0, back, roof, front - 0.1f, roof, front + 0.22f, 0);
        sketch.Polygon(Paint.Lit(Glass), back - 0.1f, -0.03f, back + 0.06f, roof + 0.09f, front - 0.13f, roof + 0.09f, front + 0.08f, -0.03f);
        sketch.Line((front + back) / 2, roof, (front + back) / 2, 0, 0.035f, body);
        sketch.Limb(-0.82f, 0.13f, 0.82f, 0.17f, 0.2f, 0.17f, body);
        sketch.Ellipse(0.95f, 0.1f, 0.06f, 0.06f, new Rgb(0.95f, 0.92f, 0.7f));
        sketch.Ellipse(-0.97f, 0.08f, 0.05f, 0.06f, new Rgb(0.75f, 0.1f, 0.1f));
        Wheel(sketch, -0.55f, 0.32f, 0.19f);
        Wheel(sketch, 0.57f, 0.32f, 0.19f);
    }

    private static void DrawCarFront(Sketch sketch, Rgb colour)
    {
        var body = Paint.Lit(colour, 0.25f);
        var lamp = sketch.Random.Chance(0.6) ? new Rgb(0.95f, 0.93f, 0.8f) : new Rgb(0.75f, 0.1f, 0.1f);
        Shadow(sketch, 0.5f);
        sketch.Line(-0.62f, 0.3f, -0.62f, 0.48f, 0.13f, Rgb.Black);
        sketch.Line(0.62f, 0.3f, 0.62f, 0.48f, 0.13f, Rgb.Black);
        sketch.Polygon(body, -0.72f, -0.05f, -0.48f, -0.52f, 0.48f, -0.52f, 0.72f, -0.05f);
        sketch.Polygon(Paint.Lit(Glass), -0.6f, -0.06f, -0.42f, -0.44f, 0.42f, -0.44f, 0.6f, -0.06f);
        sketch.Line(-0.65f, 0.14f, 0.65f, 0.14f, 0.22f, body);
        sketch.Line(-0.35f, 0.14f, 0.35f, 0.14f, 0.07f, colour * 0.35f);
        sketch.Ellipse(-0.63f, 0.1f, 0.13f, 0.08f, lamp);
        sketch.Ellipse(0.63f, 0.1f, 0.13f, 0.08f, lamp);
        sketch.Line(-0.7f, 0.32f, 0.7f, 0.32f, 0.06f, colour * 0.55f);
    }

    private static void DrawTruckSide(Sketch sketch, Rgb colour, Rgb load, bool tipper)
    {
        var random = sketch.Random;
        var cab = Paint.Lit(colour, 0.2f);
        var top = random.Between(-0.68f, -0.45f);
        var roof = Math.Max(top + 0.05f, random.Between(-0.45f, -0.3f));
        Shadow(sketch, 0.55f);
        sketch.Box(-1, 0.25f, 0.95f, 0.38f, Rgb.Black);
        if (tipper)
            sketch.Polygon(Paint.Lit(load), -1.05f, -0.2f, 0.32f, -0.28f, 0.25f, 0.26f, -0.9f, 0.26f);
        else
            sketch.Box(-1.05f, top, 0.34f, 0.28f, Paint.Lit(load, 0.12f));
        sketch.Polygon(cab, 0.42f, 0.38f, 0.42f, roof, 0.78f, roof, 0.92f, -0.05f, 1, 0.02f, 1, 0.38f);
        sketch.Polygon(Paint.Lit(Glass), 0.54f, -0.05f, 0.54f, roof + 0.08f, 0.75f, roof + 0.08f, 0.85f, -0.05f);
        foreach (var x in (ReadOnlySpan<float>)[-0.8f, -0.46f, 0.7f])
            Wheel(sketch, x, 0.42f, 0.16f);
    }

    private static void DrawTruckFront(Sketch sketch, Rgb colour, Rgb load)
    {
        var cab = Paint.Lit(colour, 0.15f);
        Shadow(sketch, 0.85f);
        sketch.Box(-0.68f, -0.95f, 0.68f, 0.4f, Paint.Lit(load, 0.12f));
        sketch.Line(-0.5f, 0.6f, -0.5f, 0.8f, 0.13f, Rgb.Black);
        sketch.Line(0.5f, 0.6f, 0.5f, 0.8f, 0.13f, Rgb.Black);
        sketch.Box(-0.6f, -0.55f, 0.6f, 0.68f, cab);
        sketch.Box(-0.5f, -0.45f, 0.5f, -0.05f, Paint.Lit(Glass));
        sketch.Box(-0.38f, 0.1f, 0.38f, 0.42f, colour * 0.4f);
        sketch.Ellipse(-0.48f, 0.5f, 0.1f, 0.09f, new Rgb(0.95f, 0.93f, 0.8f));
        sketch.Ellipse(0.48f, 0.5f, 0.1f, 0.09f, new Rgb(0.95f, 0.93f, 0.8f));
        sketch.Line(-0.72f, -0.3f, -0.72f, -0.1f, 0.06f, Rgb.Black);
        sketch.Line(0.72f, -0.3f, 0.72f, -0.1f, 0.06f, Rgb.Black);
    }

    private static void Wheel(Sketch sketch, float x, float y, float radius)
    {
        sketch.Ellipse(x, y, radius, radius, Rgb.Black);
        sketch.Ellipse(x, y, radius * 0.5f, radius * 0.5f, new Rgb(0.62f, 0.62f, 0.64f));
    }

    private static void Shadow(Sketch sketch, float y) =>
        sketch.Ellipse(0, y + 0.08f, 1.05f, 0.12f, new Paint(Rgb.Black, Rgb.Black, 0.5f));
}
