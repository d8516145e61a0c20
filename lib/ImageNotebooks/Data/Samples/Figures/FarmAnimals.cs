namespace ImageNotebooks;

/// <summary>Cows, sheep and chickens.</summary>
internal static class FarmAnimals
{
    private static readonly Rgb Horn = new(0.88f, 0.84f, 0.72f);

    public static void DrawCow(Sketch sketch)
    {
        var random = sketch.Random;
        var (coat, patches) = random.Next(4) switch
        {
            0 => (Rgb.Hsv(random.Between(12, 35), random.Between(0.35f, 0.75f), random.Between(0.3f, 0.7f)), Rgb.White),
            1 => (random.Near(Rgb.Black, 0.03f), Rgb.White),
            2 => (random.Near(Rgb.White), new Rgb(0.45f, 0.24f, 0.13f)),
            _ => (random.Near(Rgb.White), Rgb.Black),
        };
        if (random.Chance(0.2))
        {
            DrawCowHead(sketch.Part(0, 0.1f, 0.95f), coat, patches);
            return;
        }
        var grazes = random.Chance(0.35);
        var cow = new FourLegs(random.Between(0.46f, 0.54f), random.Between(0.32f, 0.37f), random.Between(0.4f, 0.48f), 0.1f,
            random.Between(0.22f, 0.3f), 0.22f, grazes ? random.Between(-55, -30) : random.Between(5, 30), coat);
        cow.DrawTail(sketch, 0.06f, -random.Between(0.4f, 0.55f), 0.035f, coat * 0.8f);
        sketch.Ellipse(-cow.Length * 0.75f, cow.Girth * 1.05f, 0.12f, 0.1f, new Rgb(0.88f, 0.66f, 0.62f));
        var head = cow.Draw(sketch);
        for (var spots = random.Next(3, 8); spots > 0; spots--)
            sketch.Ellipse(random.Between(-cow.Length, cow.Length), random.Between(-0.5f, 0.5f) * cow.Girth, random.Between(0.08f, 0.2f),
                random.Between(0.06f, 0.16f), Paint.Lit(patches), random.Between(-40, 40));
        head.Line(-0.02f, -0.1f, -0.06f, -0.26f, 0.035f, Horn);
        head.Line(0.08f, -0.1f, 0.1f, -0.26f, 0.035f, Horn);
        head.Ellipse(-0.16f, -0.06f, 0.13f, 0.06f, Paint.Lit(coat * 0.85f), 20);
        head.Limb(0, 0, 0.26f, 0.2f, 0.17f, 0.12f, Paint.Lit(coat));
        head.Ellipse(0.29f, 0.23f, 0.13f, 0.11f, new Rgb(0.85f, 0.64f, 0.6f));
        head.Ellipse(0.34f, 0.21f, 0.025f, 0.025f, Rgb.Black);
        head.Ellipse(0.06f, -0.02f, 0.035f, 0.035f, Rgb.Black);
    }

    public static void DrawSheep(Sketch sketch)
    {
        var random = sketch.Random;
        var wool = random.Near(random.Chance(0.85) ? new(0.86f, 0.82f, 0.73f) : new(0.3f, 0.26f, 0.23f));
        var face = random.Chance(0.4) ? random.Near(Rgb.Black, 0.05f) : wool.Mix(new(0.8f, 0.65f, 0.55f), 0.5f);
        if (random.Chance(0.2))
        {
            DrawSheepHead(sketch, wool, face);
            return;
        }
        var grazes = random.Chance(0.35);
        var sheep = new FourLegs(random.Between(0.32f, 0.4f), random.Between(0.3f, 0.36f), random.Between(0.34f, 0.42f), 0.06f,
            random.Between(0.18f, 0.26f), 0.17f, grazes ? random.Between(-60, -30) : random.Between(15, 50), face);
        var head = sheep.Draw(sketch);
        Fleece(sketch, sheep.Length + sheep.Girth, sheep.Girth * 1.05f, wool);
        head.Ellipse(-0.14f, -0.02f, 0.15f, 0.055f, Paint.Lit(face * 0.9f), -20);
        head.Limb(0, -0.02f, 0.2f, 0.14f, 0.14f, 0.085f, Paint.Lit(face, 0.15f));
        for (var curl = 0; curl < 4; curl++)
            head.Ellipse(-0.12f + 0.06f * curl, -0.13f + random.Between(-0.02f, 0.02f), 0.08f, 0.07f, Paint.Lit(wool));
        head.Ellipse(0.07f, -0.02f, 0.03f, 0.03f, face.G < 0.3f ? Rgb.White : Rgb.Black);
    }

    public static void DrawChicken(Sketch sketch)
    {
        var random = sketch.Random;
        var plumage = random.Next(3) switch
        {
            0 => random.Near(Rgb.White),
            1 => random.Near(Rgb.Black, 0.05f),
            _ => Rgb.Hsv(random.Between(10, 35), random.Between(0.45f, 0.85f), random.Between(0.35f, 0.75f)),
        };
        var body = Paint.Lit(plumage, 0.2f) with { Grain = 0.25f };
        var (comb, leg) = (new Rgb(0.82f, 0.12f, 0.1f), new Rgb(0.85f, 0.62f, 0.2f));
        var rooster = random.Chance(0.35);
        var pecks = random.Chance(0.25);
        foreach (var x in (ReadOnlySpan<float>)[-0.1f, 0.14f])
        {
            sketch.Line(x, 0.45f, x + 0.03f, 0.92f, 0.035f, leg);
            sketch.Line(x - 0.1f, 0.96f, x + 0.2f, 0.95f, 0.03f, leg);
        }
        for (var feather = 0; feather < 5; feather++)
            sketch.Limb(-0.4f, 0, -0.72f - 0.06f * feather, -0.62f + 0.16f * feather - (rooster ? 0.12f : 0), 0.13f, rooster ? 0.05f : 0.1f,
                body.Darker(0.12f * feather));
        sketch.Ellipse(0, 0.15f, 0.55f, 0.42f, body, -12);
        var (headX, headY) = pecks ? (0.75f, 0.4f) : (0.5f, random.Between(-0.68f, -0.5f));
        sketch.Limb(0.28f, 0, headX, headY, 0.32f, 0.14f, body);
        sketch.Ellipse(-0.12f, 0.15f, 0.36f, 0.24f, body.Darker(0.2f), 15);
        var head = sketch.Part(headX, headY, 1, pecks ? 70 : 0);
        for (var tooth = 0; tooth < 4; tooth++)
            head.Ellipse(-0.1f + 0.08f * tooth, -0.2f, 0.055f, rooster ? 0.14f : 0.09f, comb);
        head.Ellipse(0.16f, 0.18f, 0.06f, rooster ? 0.15f : 0.1f, comb);
        head.Polygon(leg, 0.12f, -0.06f, 0.36f, 0.02f, 0.12f, 0.08f);
        head.Ellipse(0, 0, 0.18f, 0.17f, body);
        head.Ellipse(0.06f, -0.03f, 0.035f, 0.035f, Rgb.Black);
    }

    private static void Fleece(Sketch sketch, float halfLength, float halfHeight, Rgb wool)
    {
        var random = sketch.Random;
        sketch.Ellipse(0, -0.02f, halfLength, halfHeight, Paint.Lit(wool, 0.15f) with { Grain = 0.2f });
        for (var degrees = 0f; degrees < 360; degrees += 24)
        {
            var (sin, cos) = Pose.SinCos(degrees);
            sketch.Ellipse(cos * halfLength * 0.88f, -0.02f + sin * halfHeight * 0.85f, random.Between(0.1f, 0.15f), random.Between(0.09f, 0.14f),
                Paint.Lit(random.Near(wool, 0.03f) * (1 - 0.15f * sin), 0.1f));
        }
    }

    private static void DrawSheepHead(Sketch sketch, Rgb wool, Rgb face)
    {
        Fleece(sketch.Part(0, 0.75f, 1.2f), 0.62f, 0.5f, wool * 0.95f);
        foreach (var side in (ReadOnlySpan<float>)[-1, 1])
            sketch.Ellipse(side * 0.55f, -0.12f, 0.3f, 0.12f, Paint.Lit(face * 0.9f), side * 18);
        sketch.Limb(0, -0.15f, 0, 0.4f, 0.36f, 0.2f, Paint.Lit(face, 0.15f));
        Fleece(sketch.Part(0, -0.45f, 0.8f), 0.35f, 0.2f, wool);
        foreach (var side in (ReadOnlySpan<float>)[-1, 1])
            sketch.Ellipse(side * 0.22f, -0.08f, 0.07f, 0.05f, face.G < 0.3f ? new Rgb(0.8f, 0.7f, 0.3f) : Rgb.Black);
        sketch.Line(-0.08f, 0.46f, 0, 0.52f, 0.03f, Rgb.Black);
        sketch.Line(0.08f, 0.46f, 0, 0.52f, 0.03f, Rgb.Black);
    }

    private static void DrawCowHead(Sketch sketch, Rgb coat, Rgb patches)
    {
        sketch.Limb(0, 1.2f, 0, 0, 0.6f, 0.4f, Paint.Lit(coat * 0.9f) with { Grain = 0.15f });
        foreach (var flip in (ReadOnlySpan<bool>)[false, true])
        {
            var half = sketch.Part(0, 0, 1, 0, flip);
            half.Limb(0.28f, -0.55f, 0.55f, -0.85f, 0.08f, 0.03f, Horn);
            half.Ellipse(0.58f, -0.32f, 0.28f, 0.14f, Paint.Lit(coat * 0.85f), 12);
        }
        sketch.Limb(0, -0.3f, 0, 0.4f, 0.4f, 0.28f, Paint.Lit(coat));
        sketch.Limb(0.05f, -0.5f, 0, 0.2f, 0.16f, 0.12f, Paint.Lit(patches));
        sketch.Ellipse(0, 0.5f, 0.34f, 0.24f, new Rgb(0.85f, 0.64f, 0.6f));
        foreach (var side in (ReadOnlySpan<float>)[-1, 1])
        {
            sketch.Ellipse(side * 0.15f, 0.48f, 0.06f, 0.05f, new Rgb(0.3f, 0.18f, 0.18f));
            sketch.Ellipse(side * 0.28f, -0.15f, 0.07f, 0.07f, Rgb.Black);
        }
    }
}
