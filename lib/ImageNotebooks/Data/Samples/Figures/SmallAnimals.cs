namespace ImageNotebooks;

/// <summary>Birds (perched or flying) and frogs (from the side or the front).</summary>
internal static class SmallAnimals
{
    public static void DrawBird(Sketch sketch, Place place)
    {
        var random = sketch.Random;
        var plumage = random.Chance(0.5)
            ? Rgb.Hsv(random.Between(15, 45), random.Between(0.1f, 0.6f), random.Between(0.15f, 0.7f))
            : random.Near(Backdrop.AnyColour(random));
        if (random.Chance(place == Place.Sky ? 0.7 : 0.2))
            DrawFlying(sketch.Part(0, 0, 1, random.Between(-30, 25)), plumage);
        else
            DrawPerched(sketch, plumage, longLegs: random.Chance(0.3));
    }

    public static void DrawFrog(Sketch sketch)
    {
        var random = sketch.Random;
        var skin = random.Chance(0.65)
            ? Rgb.Hsv(random.Between(60, 130), random.Between(0.35f, 0.8f), random.Between(0.3f, 0.75f))
            : Rgb.Hsv(random.Between(15, 50), random.Between(0.2f, 0.6f), random.Between(0.25f, 0.6f));
        if (random.Chance(0.55))
            DrawFrogSide(sketch, skin);
        else
            DrawFrogFront(sketch.Part(0, 0, 0.95f), skin);
    }

    private static void DrawPerched(Sketch sketch, Rgb plumage, bool longLegs)
    {
        var random = sketch.Random;
        var body = Paint.Lit(plumage, 0.15f);
        var breast = Paint.Lit(plumage.Mix(random.Pick(Rgb.White, new Rgb(0.8f, 0.4f, 0.2f)), random.Between(0.2f, 0.8f)));
        var legs = new Rgb(0.35f, 0.25f, 0.15f);
        var foot = longLegs ? 0.95f : 0.68f;
        var tilt = random.Between(-35, 5);
        if (!longLegs)
            sketch.Line(-1.3f, foot + 0.06f, 1.3f, foot + random.Between(-0.1f, 0.15f), 0.07f, Paint.Flat(new(0.3f, 0.22f, 0.15f)) with { Scenery = true });
        sketch.Line(-0.05f, 0.3f, -0.05f, foot, 0.03f, legs);
        sketch.Line(0.1f, 0.3f, 0.12f, foot, 0.03f, legs);
        var upper = sketch.Part(0, 0.1f, 1, tilt);
        upper.Polygon(body.Darker(0.3f), -0.35f, -0.1f, -1.05f, 0.02f, -1.05f, 0.16f, -0.35f, 0.12f);
        upper.Ellipse(0, 0, 0.52f, 0.34f, breast);
        upper.Ellipse(-0.15f, -0.06f, 0.44f, 0.22f, body.Darker(random.Between(0, 0.4f)), 8);
        var head = upper.Part(0.46f, longLegs ? -0.5f : -0.32f, 1, -tilt);
        upper.Limb(0.3f, -0.1f, 0.46f, longLegs ? -0.5f : -0.3f, 0.22f, longLegs ? 0.12f : 0.2f, body);
        var beak = random.Between(0.42f, 0.62f);
        head.Polygon(random.Pick(new Rgb(0.85f, 0.6f, 0.15f), Rgb.Black), 0.15f, -0.08f, beak, 0.04f, 0.15f, 0.1f);
        head.Ellipse(0, 0, 0.24f, 0.22f, body);
        head.Ellipse(0.08f, -0.05f, 0.06f, 0.06f, Rgb.Black);
    }

    private static void DrawFlying(Sketch sketch, Rgb plumage)
    {
        var random = sketch.Random;
        var body = Paint.Lit(plumage, 0.15f);
        var lift = random.Between(0.3f, 0.95f);
        var spread = random.Between(0.2f, 0.55f);
        sketch.Polygon(body.Darker(0.35f), 0.25f, -0.02f, -0.2f, 0, -0.35f - spread, -lift, -0.1f - spread, -lift - 0.05f, 0.12f, -0.45f * lift);
        sketch.Polygon(body.Darker(0.2f), -0.4f, -0.05f, -0.95f, -0.08f, -0.95f, 0.14f, -0.4f, 0.08f);
        sketch.Ellipse(0, 0, 0.5f, 0.17f, body, 4);
        sketch.Ellipse(0.5f, -0.05f, 0.16f, 0.14f, body);
        sketch.Polygon(random.Pick(new Rgb(0.85f, 0.6f, 0.15f), Rgb.Black), 0.6f, -0.1f, 0.86f, -0.02f, 0.6f, 0.03f);
        var near = random.Chance(0.5) ? lift : -lift;
        sketch.Polygon(body.Darker(0.1f), 0.28f, 0.02f, -0.22f, 0.03f, -0.2f - spread, 0.5f * near, 0.05f - spread, near, 0.18f, 0.45f * near);
    }

    private static void DrawFrogSide(Sketch sketch, Rgb skin)
    {
        var random = sketch.Random;
        var body = Paint.Lit(skin, 0.25f) with { Grain = random.Between(0, 0.5f) };
        var belly = Paint.Lit(skin.Mix(new(0.9f, 0.9f, 0.7f), 0.6f));
        sketch.Ellipse(-0.05f, 0.55f, 0.95f, 0.14f, new Paint(Rgb.Black, Rgb.Black, 0.35f));
        sketch.Limb(0.35f, 0.2f, 0.5f, 0.55f, 0.13f, 0.08f, body.Darker(0.3f));
        sketch.Ellipse(-0.05f, 0.16f, 0.75f, 0.4f, body, -22);
        sketch.Ellipse(0.3f, 0.3f, 0.4f, 0.16f, belly, -25);
        sketch.Ellipse(0.5f, -0.08f, 0.42f, 0.26f, body, 8);
        sketch.Line(0.42f, 0.06f, 0.9f, 0, 0.025f, skin * 0.35f);
        Eye(sketch, 0.48f, -0.32f, 0.16f, body);
        sketch.Limb(-0.55f, 0.42f, 0, 0.2f, 0.22f, 0.12f, body.Darker(0.15f));
        sketch.Limb(0, 0.22f, -0.5f, 0.56f, 0.1f, 0.08f, body.Darker(0.25f));
        sketch.Limb(-0.55f, 0.58f, 0.02f, 0.6f, 0.08f, 0.05f, body.Darker(0.2f));
        sketch.Limb(0.25f, 0.25f, 0.3f, 0.58f, 0.11f, 0.07f, body.Darker(0.1f));
        sketch.Line(0.3f, 0.6f, 0.5f, 0.6f, 0.05f, body.Darker(0.1f));
    }

    private static void DrawFrogFront(Sketch sketch, Rgb skin)
    {
        var body = Paint.Lit(skin, 0.25f) with { Grain = sketch.Random.Between(0, 0.4f) };
        var belly = Paint.Lit(skin.Mix(new(0.92f, 0.92f, 0.75f), 0.7f));
        foreach (var side in (ReadOnlySpan<float>)[-1, 1])
        {
            sketch.Ellipse(0.68f * side, 0.42f, 0.38f, 0.24f, body.Darker(0.2f), 40 * side);
            sketch.Line(0.6f * side, 0.66f, 1.0f * side, 0.68f, 0.07f, body.Darker(0.25f));
        }
        sketch.Ellipse(0, 0.3f, 0.6f, 0.45f, body);
        sketch.Ellipse(0, 0.42f, 0.4f, 0.28f, belly);
        sketch.Ellipse(0, -0.12f, 0.66f, 0.36f, body);
        foreach (var side in (ReadOnlySpan<float>)[-1, 1])
        {
            Eye(sketch, 0.42f * side, -0.42f, 0.19f, body);
            sketch.Limb(0.36f * side, 0.35f, 0.42f * side, 0.7f, 0.11f, 0.08f, body.Darker(0.1f));
        }
        sketch.Line(-0.48f, 0, 0, 0.09f, 0.025f, skin * 0.3f);
        sketch.Line(0.48f, 0, 0, 0.09f, 0.025f, skin * 0.3f);
    }

    private static void Eye(Sketch sketch, float x, float y, float radius, Paint lid)
    {
        sketch.Ellipse(x, y, radius, radius, lid);
        sketch.Ellipse(x, y, radius * 0.72f, radius * 0.72f, new Rgb(0.9f, 0.8f, 0.3f));
        sketch.Ellipse(x, y, radius * 0.45f, radius * 0.4f, Rgb.Black);
    }
}
