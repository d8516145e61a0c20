namespace ImageNotebooks;

/// <summary>Cats and dogs: standing, sitting, or the face alone.</summary>
internal static class Pets
{
    private static readonly Rgb Nose = new(0.12f, 0.1f, 0.1f);

    public static void DrawCat(Sketch sketch)
    {
        var random = sketch.Random;
        var coat = random.Next(3) switch
        {
            0 => Rgb.Hsv(random.Between(20, 35), random.Between(0.4f, 0.75f), random.Between(0.5f, 0.85f)),
            1 => Rgb.Hsv(random.Between(0, 360), random.Between(0, 0.1f), random.Between(0.15f, 0.6f)),
            _ => Fur(random),
        };
        var stripes = random.Chance(0.45);
        switch (random.Next(5))
        {
            case 0 or 1: DrawCatFace(sketch, coat, stripes); break;
            case 2 or 3: DrawSitting(sketch, coat, DrawCatFace, stripes, tailUp: random.Chance(0.4)); break;
            default: DrawCatSide(sketch, coat, stripes); break;
        }
    }

    public static void DrawDog(Sketch sketch)
    {
        var random = sketch.Random;
        var coat = random.Chance(0.5)
            ? Rgb.Hsv(random.Between(15, 40), random.Between(0.3f, 0.7f), random.Between(0.3f, 0.8f))
            : Fur(random);
        var patched = random.Chance(0.4);
        switch (random.Next(5))
        {
            case 0 or 1: DrawDogFace(sketch, coat, patched); break;
            case 2: DrawSitting(sketch, coat, DrawDogFace, patched, tailUp: false); break;
            default: DrawDogSide(sketch, coat, patched); break;
        }
    }

    private static Rgb Fur(Random random) =>
        random.Near(random.Pick(new Rgb(0.85f, 0.83f, 0.8f), new Rgb(0.13f, 0.12f, 0.12f), new Rgb(0.5f, 0.38f, 0.28f)));

    private static void DrawSitting(Sketch sketch, Rgb coat, Action<Sketch, Rgb, bool> drawFace, bool marked, bool tailUp)
    {
        var random = sketch.Random;
        var fur = Paint.Lit(coat, 0.2f) with { Grain = 0.15f };
        sketch.Limb(-0.3f, 0.75f, tailUp ? -0.7f : -0.85f, tailUp ? 0.05f : 0.8f, 0.1f, 0.08f, fur.Darker(0.25f));
        sketch.Ellipse(0, 0.45f, 0.45f, 0.52f, fur);
        sketch.Ellipse(-0.3f, 0.7f, 0.24f, 0.22f, fur.Darker(0.12f));
        sketch.Ellipse(0.3f, 0.7f, 0.24f, 0.22f, fur.Darker(0.12f));
        if (random.Chance(0.5))
            sketch.Ellipse(0, 0.4f, 0.22f, 0.32f, Paint.Lit(coat.Mix(Rgb.White, 0.6f)));
        foreach (var x in (ReadOnlySpan<float>)[-0.15f, 0.15f])
            sketch.Limb(x, 0.4f, x, 0.9f, 0.12f, 0.1f, fur.Darker(0.05f));
        drawFace(sketch.Part(random.Between(-0.08f, 0.08f), -0.38f, 0.55f, random.Between(-15, 15)), coat, marked);
    }

    private static void DrawCatFace(Sketch sketch, Rgb coat, bool striped)
    {
        var random = sketch.Random;
        var fur = Paint.Lit(coat, 0.18f) with { Grain = 0.15f };
        var iris = random.Pick(new Rgb(0.6f, 0.75f, 0.25f), new Rgb(0.9f, 0.7f, 0.2f), new Rgb(0.45f, 0.65f, 0.8f));
        foreach (var flip in (ReadOnlySpan<bool>)[false, true])
        {
            var half = sketch.Part(0, 0, 1, 0, flip);
            half.Polygon(fur, 0.12f, -0.5f, 0.62f, -1.05f, 0.74f, -0.15f);
            half.Polygon(new Rgb(0.8f, 0.55f, 0.52f), 0.32f, -0.52f, 0.57f, -0.86f, 0.64f, -0.35f);
        }
        sketch.Ellipse(0, 0, 0.78f, 0.68f, fur);
        if (striped)
            foreach (var x in (ReadOnlySpan<float>)[-0.25f, 0, 0.25f])
                sketch.Line(x, -0.62f, x * 0.7f, -0.36f, 0.05f, coat * 0.4f);
        sketch.Ellipse(0, 0.33f, 0.36f, 0.25f, Paint.Lit(coat.Mix(Rgb.White, 0.65f)));
        foreach (var flip in (ReadOnlySpan<bool>)[false, true])
        {
            var half = sketch.Part(0, 0, 1, 0, flip);
            half.Ellipse(0.34f, -0.1f, 0.17f, 0.13f, iris);
            half.Ellipse(0.34f, -0.1f, 0.06f, 0.12f, Rgb.Black);
            half.Line(0.3f, 0.3f, 1.0f, 0.2f, 0.02f, new Paint(Rgb.White, Rgb.White, 0.7f));
            half.Line(0.3f, 0.36f, 1.0f, 0.45f, 0.02f, new Paint(Rgb.White, Rgb.White, 0.7f));
        }
        sketch.Polygon(new Rgb(0.8f, 0.45f, 0.45f), -0.1f, 0.17f, 0.1f, 0.17f, 0, 0.3f);
    }

    private static void DrawDogFace(Sketch sketch, Rgb coat, bool patched)
    {
        var random = sketch.Random;
        var fur = Paint.Lit(coat, 0.18f) with { Grain = 0.15f };
        var muzzle = Paint.Lit(random.Chance(0.5) ? coat.Mix(Rgb.White, 0.6f) : coat * 0.7f);
        var ear = Paint.Lit(coat * random.Between(0.45f, 0.85f));
        var pricked = random.Chance(0.2);
        sketch.Ellipse(0, -0.1f, 0.62f, 0.68f, fur);
        if (patched)
            sketch.Ellipse(0.28f, -0.2f, 0.26f, 0.34f, Paint.Lit(coat * 0.5f));
        foreach (var flip in (ReadOnlySpan<bool>)[false, true])
        {
            var half = sketch.Part(0, 0, 1, 0, flip);
            if (pricked)
                half.Polygon(ear, 0.2f, -0.65f, 0.5f, -1.1f, 0.66f, -0.3f);
            else
                half.Ellipse(0.66f, 0, 0.2f, 0.52f, ear, -14);
            half.Ellipse(0.26f, -0.2f, 0.09f, 0.09f, Rgb.Black);
        }
        if (random.Chance(0.45))
            sketch.Limb(0, 0.55f, 0, 0.85f, 0.15f, 0.13f, new Rgb(0.85f, 0.4f, 0.42f));
        sketch.Ellipse(0, 0.3f, 0.4f, 0.38f, muzzle);
        sketch.Ellipse(0, 0.14f, 0.17f, 0.12f, Nose);
        sketch.Line(0, 0.2f, 0, 0.48f, 0.025f, Nose);
    }

    private static void DrawCatSide(Sketch sketch, Rgb coat, bool striped)
    {
        var random = sketch.Random;
        var cat = new FourLegs(random.Between(0.4f, 0.46f), random.Between(0.23f, 0.28f), random.Between(0.36f, 0.46f), 0.08f,
            random.Between(0.16f, 0.22f), 0.2f, random.Between(15, 45), coat);
        cat.DrawTail(sketch, random.Between(0, 0.2f), random.Between(0.45f, 0.75f), 0.07f, Paint.Lit(coat));
        var head = cat.Draw(sketch);
        if (striped)
            for (var x = -cat.Length; x < cat.Length; x += 0.2f)
                sketch.Line(x, -cat.Girth * 0.8f, x + 0.03f, cat.Girth * 0.4f, 0.035f, coat * 0.45f);
        DrawCatFace(head.Part(0.08f, -0.08f, 0.36f), coat, striped);
    }

    private static void DrawDogSide(Sketch sketch, Rgb coat, bool patched)
    {
        var random = sketch.Random;
        var dog = new FourLegs(random.Between(0.38f, 0.46f), random.Between(0.21f, 0.28f), random.Between(0.42f, 0.56f), 0.085f,
            random.Between(0.24f, 0.34f), 0.18f, random.Between(25, 65), coat);
        var fur = Paint.Lit(coat);
        dog.DrawTail(sketch, random.Between(0.15f, 0.4f), random.Between(-0.1f, 0.4f), 0.06f, fur);
        var head = dog.Draw(sketch);
        if (patched)
            sketch.Ellipse(-0.1f, -0.05f, 0.25f, dog.Girth * 0.8f, Paint.Lit(coat * 0.45f));
        head.Limb(0.05f, 0, 0.42f, 0.08f, 0.15f, 0.09f, fur);
        head.Ellipse(0.04f, -0.03f, 0.23f, 0.21f, fur);
        head.Ellipse(0.5f, 0.05f, 0.06f, 0.055f, Nose);
        head.Ellipse(-0.08f, 0.04f, 0.09f, 0.22f, Paint.Lit(coat * 0.6f), 12);
        head.Ellipse(0.14f, -0.07f, 0.045f, 0.045f, Rgb.Black);
    }
}
