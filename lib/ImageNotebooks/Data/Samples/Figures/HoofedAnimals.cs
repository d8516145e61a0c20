namespace ImageNotebooks;

/// <summary>Deer and horses: standing, grazing, or head and neck alone.</summary>
internal static class HoofedAnimals
{
    private static readonly Rgb Antler = new(0.5f, 0.4f, 0.28f);

    public static void DrawDeer(Sketch sketch)
    {
        var random = sketch.Random;
        var coat = Rgb.Hsv(random.Between(18, 40), random.Between(0.25f, 0.65f), random.Between(0.35f, 0.72f));
        var antlers = random.Chance(0.55);
        if (random.Chance(0.25))
        {
            DrawDeerHead(sketch, coat, antlers);
            return;
        }
        var rise = random.Chance(0.8) ? random.Between(45, 75) : random.Between(-50, -20);
        var deer = new FourLegs(random.Between(0.36f, 0.44f), random.Between(0.19f, 0.24f), random.Between(0.62f, 0.76f), 0.06f,
            random.Between(0.42f, 0.55f), 0.13f, rise, coat);
        var head = deer.Draw(sketch);
        sketch.Ellipse(-deer.Length - deer.Girth * 0.8f, 0, 0.09f, 0.13f, Rgb.White);
        sketch.Ellipse(0, deer.Girth * 0.75f, deer.Length * 0.8f, deer.Girth * 0.25f, new Paint(coat.Mix(Rgb.White, 0.5f), coat));
        if (antlers)
            DrawAntler(head.Part(-0.02f, -0.08f, 0.8f, -8));
        head.Ellipse(-0.1f, -0.14f, 0.16f, 0.07f, Paint.Lit(coat * 0.85f), 35);
        head.Limb(0, -0.02f, 0.27f, 0.08f, 0.13f, 0.065f, Paint.Lit(coat));
        head.Ellipse(0.3f, 0.09f, 0.055f, 0.05f, Rgb.Black);
        head.Ellipse(0.08f, -0.04f, 0.035f, 0.035f, Rgb.Black);
    }

    public static void DrawHorse(Sketch sketch)
    {
        var random = sketch.Random;
        var coat = random.Next(5) switch
        {
            0 => random.Near(new(0.85f, 0.83f, 0.8f)),
            1 => random.Near(new(0.15f, 0.13f, 0.13f), 0.04f),
            _ => Rgb.Hsv(random.Between(10, 35), random.Between(0.35f, 0.75f), random.Between(0.25f, 0.62f)),
        };
        var mane = random.Pick(Rgb.Black, coat * 0.6f, new Rgb(0.85f, 0.75f, 0.55f));
        if (random.Chance(0.25))
        {
            DrawHorseHead(sketch, coat, mane);
            return;
        }
        var rise = random.Chance(0.8) ? random.Between(35, 60) : random.Between(-45, -20);
        var horse = new FourLegs(random.Between(0.4f, 0.48f), random.Between(0.27f, 0.32f), random.Between(0.52f, 0.64f), 0.09f,
            random.Between(0.42f, 0.52f), 0.22f, rise, coat);
        horse.DrawTail(sketch, random.Between(0.08f, 0.25f), -random.Between(0.35f, 0.6f), 0.07f, mane);
        var head = horse.Draw(sketch);
        var neck = head.Part(0, 0, 1, -rise);
        neck.Limb(-horse.Neck, -0.2f, 0.05f, -0.15f, 0.08f, 0.06f, mane);
        head.Polygon(coat, -0.1f, -0.1f, -0.06f, -0.32f, 0.05f, -0.12f);
        head.Limb(-0.02f, -0.02f, 0.3f, 0.22f, 0.17f, 0.1f, Paint.Lit(coat));
        head.Ellipse(0.3f, 0.22f, 0.1f, 0.1f, coat * 0.55f);
        head.Ellipse(0.06f, -0.02f, 0.04f, 0.04f, Rgb.Black);
    }

    private static void DrawDeerHead(Sketch sketch, Rgb coat, bool antlers)
    {
        sketch.Limb(-0.15f, 1.2f, 0, 0.1f, 0.42f, 0.25f, Paint.Lit(coat * 0.9f) with { Grain = 0.2f });
        foreach (var flip in (ReadOnlySpan<bool>)[false, true])
        {
            var half = sketch.Part(0, 0, 1, 0, flip);
            if (antlers)
                DrawAntler(half.Part(0.14f, -0.35f, 1.3f, 15));
            half.Ellipse(0.46f, -0.22f, 0.28f, 0.12f, Paint.Lit(coat * 0.85f), -22);
            half.Ellipse(0.48f, -0.21f, 0.18f, 0.06f, new Rgb(0.75f, 0.6f, 0.55f), -22);
        }
        sketch.Limb(0, -0.15f, 0, 0.45f, 0.3f, 0.15f, Paint.Lit(coat));
        sketch.Ellipse(0, 0.5f, 0.16f, 0.12f, coat.Mix(Rgb.White, 0.5f));
        sketch.Ellipse(0, 0.46f, 0.09f, 0.07f, Rgb.Black);
        sketch.Ellipse(-0.2f, -0.08f, 0.06f, 0.06f, Rgb.Black);
        sketch.Ellipse(0.2f, -0.08f, 0.06f, 0.06f, Rgb.Black);
    }

    private static void DrawHorseHead(Sketch sketch, Rgb coat, Rgb mane)
    {
        sketch.Limb(-0.6f, 1.2f, -0.15f, -0.45f, 0.55f, 0.28f, Paint.Lit(coat * 0.92f) with { Grain = 0.15f });
        sketch.Limb(-1.05f, 0.9f, -0.35f, -0.6f, 0.2f, 0.12f, mane);
        sketch.Polygon(coat, -0.25f, -0.6f, -0.12f, -1.02f, 0.02f, -0.62f);
        sketch.Limb(-0.08f, -0.42f, 0.62f, 0.35f, 0.31f, 0.19f, Paint.Lit(coat));
        sketch.Ellipse(0.64f, 0.37f, 0.2f, 0.19f, Paint.Lit(coat * 0.6f));
        sketch.Ellipse(0.72f, 0.3f, 0.05f, 0.05f, Rgb.Black);
        sketch.Ellipse(0.06f, -0.4f, 0.07f, 0.07f, Rgb.Black);
        if (sketch.Random.Chance(0.4))
            sketch.Limb(0.2f, -0.35f, 0.62f, 0.12f, 0.08f, 0.05f, Rgb.White);
    }

    private static void DrawAntler(Sketch sketch)
    {
        sketch.Line(0, 0, 0.08f, -0.3f, 0.04f, Antler);
        sketch.Line(0.08f, -0.3f, 0.02f, -0.62f, 0.035f, Antler);
        sketch.Line(0.06f, -0.25f, 0.3f, -0.4f, 0.035f, Antler);
        sketch.Line(0.07f, -0.38f, -0.2f, -0.52f, 0.035f, Antler);
    }
}
