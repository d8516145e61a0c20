namespace ImageNotebooks;

/// <summary>Ships in the water they carry with them: freighters, sailing boats and small motor boats.</summary>
internal static class Ships
{
    public static void Draw(Sketch sketch)
    {
        var random = sketch.Random;
        var hull = random.Chance(0.4) ? random.Near(Rgb.White) : Backdrop.AnyColour(random);
        switch (random.Next(5))
        {
            case 0: DrawSailingBoat(sketch, hull); break;
            case 1: DrawMotorBoat(sketch, hull); break;
            default: DrawFreighter(sketch, hull); break;
        }
        DrawWake(sketch);
    }

    private static void DrawFreighter(Sketch sketch, Rgb hull)
    {
        var random = sketch.Random;
        var house = Paint.Lit(random.Near(new(0.85f, 0.85f, 0.82f)));
        var stern = random.Chance(0.6) ? -0.75f : random.Between(-0.4f, 0);
        var roof = random.Between(-0.55f, -0.3f);
        if (random.Chance(0.5))
            for (var x = stern + 0.5f; x < 0.7f; x += 0.24f)
                sketch.Box(x, random.Between(-0.2f, 0), x + 0.22f, 0.15f, Paint.Lit(Backdrop.AnyColour(random)));
        sketch.Box(stern, roof, stern + 0.42f, 0.15f, house);
        sketch.Box(stern - 0.05f, -0.12f, stern + 0.6f, 0.15f, house);
        sketch.Line(stern + 0.06f, roof + 0.12f, stern + 0.36f, roof + 0.12f, 0.035f, Rgb.Black);
        sketch.Box(stern + 0.1f, roof - 0.25f, stern + 0.27f, roof, Paint.Lit(Backdrop.AnyColour(random)));
        var mast = random.Between(0.2f, 0.6f);
        sketch.Line(mast, 0.1f, mast, random.Between(-0.7f, -0.3f), 0.03f, hull * 0.5f);
        DrawHull(sketch, hull, 0.1f, random.Between(0.35f, 0.48f));
    }

    private static void DrawSailingBoat(Sketch sketch, Rgb hull)
    {
        var random = sketch.Random;
        var sail = Paint.Lit(random.Chance(0.7) ? random.Near(Rgb.White) : Backdrop.AnyColour(random), 0.1f);
        var top = random.Between(-1.05f, -0.8f);
        sketch.Line(0.05f, 0.2f, 0.05f, top, 0.03f, new Rgb(0.35f, 0.25f, 0.2f));
        sketch.Polygon(sail, 0, top + 0.05f, 0, 0.12f, -0.65f, 0.12f);
        sketch.Polygon(sail.Darker(0.12f), 0.1f, top + 0.15f, 0.1f, 0.12f, 0.7f, 0.12f);
        DrawHull(sketch.Part(0, 0.05f, 0.85f), hull, 0.15f, 0.4f);
    }

    private static void DrawMotorBoat(Sketch sketch, Rgb hull)
    {
        var glass = new Rgb(0.2f, 0.28f, 0.36f);
        sketch.Polygon(Paint.Lit(new(0.8f, 0.8f, 0.78f)), -0.5f, 0.15f, -0.45f, -0.2f, 0.15f, -0.2f, 0.4f, 0.15f);
        sketch.Polygon(glass, -0.35f, 0.02f, -0.32f, -0.13f, 0.1f, -0.13f, 0.22f, 0.02f);
        sketch.Line(-0.2f, -0.15f, -0.2f, -0.5f, 0.025f, glass);
        DrawHull(sketch, hull, 0.1f, 0.42f);
    }

    private static void DrawHull(Sketch sketch, Rgb colour, float deck, float keel)
    {
        sketch.Polygon(new Paint(colour, colour * 0.65f), -1, deck, -0.92f, keel, 0.75f, keel, 1.08f, deck - 0.1f, 0.6f, deck);
        if (sketch.Random.Chance(0.6))
            sketch.Line(-0.9f, keel - 0.03f, 0.76f, keel - 0.03f, 0.04f, sketch.Random.Pick(new Rgb(0.6f, 0.15f, 0.12f), Rgb.White, Rgb.Black));
    }

    private static void DrawWake(Sketch sketch)
    {
        var random = sketch.Random;
        var water = Rgb.Hsv(random.Between(180, 220), random.Between(0.1f, 0.4f), random.Between(0.5f, 0.85f));
        sketch.Line(-1.15f, 0.5f, 1, 0.5f, 0.09f, new Paint(water, water * 0.7f, 0.85f, 0.3f, Scenery: true));
    }
}
