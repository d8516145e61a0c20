namespace ImageNotebooks;

/// <summary>Things in a room: bottles, chairs, tables, potted plants, sofas and screens.</summary>
internal static class Household
{
    public static void DrawBottle(Sketch sketch)
    {
        var random = sketch.Random;
        var glass = random.Pick(new Rgb(0.15f, 0.4f, 0.2f), new Rgb(0.4f, 0.22f, 0.1f), new Rgb(0.75f, 0.85f, 0.88f), new Rgb(0.25f, 0.45f, 0.7f));
        var body = Paint.Lit(random.Near(glass, 0.04f), 0.15f);
        var (half, shoulder, label) = (random.Between(0.24f, 0.32f), random.Between(-0.25f, 0), Backdrop.AnyColour(random).Mix(Rgb.White, 0.4f));
        sketch.Ellipse(0, 0.95f, half * 1.3f, 0.07f, new Paint(Rgb.Black, Rgb.Black, 0.35f));
        sketch.Limb(0, -0.85f, 0, shoulder, 0.1f, 0.12f, body);
        sketch.Polygon(body, -0.11f, shoulder - 0.2f, 0.11f, shoulder - 0.2f, half, shoulder + 0.2f, half, 0.93f, -half, 0.93f, -half, shoulder + 0.2f);
        sketch.Box(-0.12f, -0.98f, 0.12f, -0.84f, Paint.Lit(Backdrop.AnyColour(random)));
        sketch.Box(-half, 0.3f, half, 0.72f, Paint.Lit(label, 0.1f));
        sketch.Line(-half * 0.6f, 0.5f, half * 0.5f, 0.5f, 0.03f, label * 0.5f);
        sketch.Line(-half * 0.65f, shoulder + 0.25f, -half * 0.65f, 0.22f, 0.03f, new Paint(Rgb.White, Rgb.White, 0.5f));
    }

    public static void DrawChair(Sketch sketch)
    {
        var random = sketch.Random;
        var wood = Wood(random);
        var seat = Paint.Lit(random.Chance(0.5) ? wood.Top : Backdrop.AnyColour(random));
        sketch.Ellipse(0, 0.95f, 0.55f, 0.07f, new Paint(Rgb.Black, Rgb.Black, 0.3f));
        foreach (var (x, foot) in (ReadOnlySpan<(float, float)>)[(-0.3f, 0.85f), (0.42f, 0.85f)])
            sketch.Line(x, 0.1f, x + 0.04f, foot, 0.04f, wood.Darker(0.35f));
        sketch.Line(-0.42f, -0.92f, -0.38f, 0.1f, 0.055f, wood);
        sketch.Line(0.22f, -0.95f, 0.28f, 0.05f, 0.055f, wood.Darker(0.1f));
        if (random.Chance(0.5))
            for (var slat = -0.8f; slat < -0.1f; slat += 0.24f)
                sketch.Line(-0.4f, slat, 0.24f, slat - 0.02f, 0.055f, wood);
        else
            sketch.Polygon(seat, -0.42f, -0.9f, 0.22f, -0.94f, 0.26f, -0.2f, -0.4f, -0.15f);
        sketch.Polygon(seat.Darker(0.05f), -0.42f, 0.05f, 0.28f, 0, 0.52f, 0.18f, -0.3f, 0.24f);
        foreach (var x in (ReadOnlySpan<float>)[-0.3f, 0.46f])
            sketch.Line(x, 0.2f, x, 0.96f, 0.05f, wood);
    }

    public static void DrawTable(Sketch sketch)
    {
        var random = sketch.Random;
        var wood = Wood(random);
        var cloth = random.Chance(0.4) ? Paint.Lit(Backdrop.AnyColour(random).Mix(Rgb.White, 0.4f), 0.1f) : wood;
        foreach (var x in (ReadOnlySpan<float>)[-0.7f, 0.7f])
        {
            sketch.Line(x * 0.8f, 0, x * 0.8f, 0.55f, 0.05f, wood.Darker(0.4f));
            sketch.Line(x * 1.15f, 0.1f, x * 1.15f, 0.75f, 0.065f, wood.Darker(0.15f));
        }
        sketch.Polygon(cloth, -0.75f, -0.22f, 0.75f, -0.22f, 1.05f, 0.12f, -1.05f, 0.12f);
        sketch.Box(-1.05f, 0.12f, 1.05f, 0.22f, cloth.Darker(0.3f));
        foreach (var x in (ReadOnlySpan<float>)[-0.5f, 0, 0.5f])
        {
            if (random.Chance(0.3))
                continue;
            sketch.Ellipse(x, -0.05f, 0.2f, 0.07f, Paint.Lit(random.Near(Rgb.White), 0.1f));
            sketch.Ellipse(x, -0.07f, 0.12f, 0.05f, Paint.Lit(Rgb.Hsv(random.Between(0, 120), 0.6f, 0.6f)));
        }
    }

    public static void DrawPlant(Sketch sketch)
    {
        var random = sketch.Random;
        var leaf = Rgb.Hsv(random.Between(80, 140), random.Between(0.45f, 0.8f), random.Between(0.3f, 0.65f));
        var pot = random.Chance(0.6) ? random.Near(new(0.72f, 0.38f, 0.24f)) : Backdrop.AnyColour(random);
        sketch.Ellipse(0, 0.95f, 0.45f, 0.07f, new Paint(Rgb.Black, Rgb.Black, 0.3f));
        for (var leaves = random.Next(9, 15); leaves > 0; leaves--)
        {
            var (sin, cos) = Pose.SinCos(random.Between(-165, -15));
            var reach = random.Between(0.5f, 0.95f);
            var (x, y) = (cos * reach * 0.75f, 0.3f + sin * reach * 1.2f);
            sketch.Line(0, 0.4f, x, y, 0.025f, Paint.Flat(leaf * 0.7f));
            sketch.Limb(cos * reach * 0.35f, 0.3f + sin * reach * 0.6f, x, y, 0.12f, 0.05f, Paint.Lit(random.Near(leaf), 0.2f));
            if (leaves % 4 == 0)
                sketch.Ellipse(x, y, 0.1f, 0.1f, Rgb.Hsv(random.Between(-40, 60), 0.7f, 0.9f));
        }
        sketch.Polygon(Paint.Lit(pot, 0.2f), -0.36f, 0.4f, 0.36f, 0.4f, 0.26f, 0.95f, -0.26f, 0.95f);
        sketch.Box(-0.4f, 0.32f, 0.4f, 0.46f, Paint.Lit(pot * 0.9f));
    }

    public static void DrawSofa(Sketch sketch)
    {
        var random = sketch.Random;
        var fabric = Paint.Lit(Rgb.Hsv(random.Between(0, 360), random.Between(0.15f, 0.7f), random.Between(0.25f, 0.75f)), 0.15f) with { Grain = 0.12f };
        var seats = random.Next(2, 4);
        sketch.Ellipse(0, 0.6f, 1.1f, 0.08f, new Paint(Rgb.Black, Rgb.Black, 0.35f));
        foreach (var x in (ReadOnlySpan<float>)[-0.85f, 0.85f])
            sketch.Line(x, 0.5f, x, 0.6f, 0.05f, new Rgb(0.25f, 0.17f, 0.1f));
        sketch.Limb(-0.8f, -0.3f, 0.8f, -0.3f, 0.18f, 0.18f, fabric.Darker(0.15f));
        sketch.Box(-0.95f, -0.3f, 0.95f, 0.45f, fabric.Darker(0.15f));
        for (var seat = 0; seat < seats; seat++)
        {
            var (left, width) = (-0.82f + 1.64f * seat / seats, 1.64f / seats);
            sketch.Box(left + 0.02f, -0.32f, left + width - 0.02f, 0.1f, fabric);
            sketch.Limb(left + 0.1f, 0.16f, left + width - 0.1f, 0.16f, 0.1f, 0.1f, fabric.Darker(-0.12f));
        }
        sketch.Box(-0.85f, 0.26f, 0.85f, 0.5f, fabric.Darker(0.25f));
        foreach (var x in (ReadOnlySpan<float>)[-0.93f, 0.93f])
            sketch.Limb(x, -0.02f, x, 0.42f, 0.14f, 0.12f, fabric.Darker(0.05f));
        if (random.Chance(0.6))
            sketch.Part(random.Between(-0.5f, 0.5f), -0.08f, 0.2f, random.Between(-20, 20)).Box(-1, -1, 1, 1, Paint.Lit(Backdrop.AnyColour(random)));
    }

    public static void DrawScreen(Sketch sketch)
    {
        var random = sketch.Random;
        var (frame, tall) = (random.Near(random.Pick(Rgb.Black, new Rgb(0.6f, 0.6f, 0.6f), new Rgb(0.8f, 0.78f, 0.7f)), 0.04f), random.Between(0.5f, 0.75f));
        sketch.Box(-0.12f, tall - 0.2f, 0.12f, tall + 0.15f, frame * 0.8f);
        sketch.Limb(-0.4f, tall + 0.15f, 0.4f, tall + 0.15f, 0.06f, 0.06f, frame * 0.9f);
        sketch.Box(-0.95f, -tall, 0.95f, tall, Paint.Lit(frame, 0.1f));
        var glow = random.Chance(0.3) ? new Rgb(0.08f, 0.09f, 0.11f) : Rgb.Hsv(random.Between(0, 360), random.Between(0.2f, 0.7f), random.Between(0.4f, 0.9f));
        sketch.Box(-0.83f, -tall + 0.12f, 0.83f, tall - 0.16f, new Paint(glow * 1.1f, glow * 0.7f));
        if (glow.G < 0.1f)
            sketch.Polygon(new Paint(Rgb.White, Rgb.White, 0.15f), -0.7f, -tall + 0.12f, -0.2f, -tall + 0.12f, -0.6f, tall - 0.16f, -0.83f, tall - 0.16f);
        else
            for (var windows = 2; windows > 0; windows--)
                sketch.Part(random.Between(-0.4f, 0.4f), random.Between(-0.2f, 0.1f), random.Between(0.15f, 0.35f)).Box(-1, -0.6f, 1, 0.6f,
                    Paint.Lit(Backdrop.AnyColour(random).Mix(Rgb.White, 0.3f), 0.1f));
        sketch.Ellipse(0.8f, tall - 0.07f, 0.03f, 0.03f, new Rgb(0.2f, 0.9f, 0.3f));
    }

    private static Paint Wood(Random random) => Paint.Lit(Rgb.Hsv(random.Between(15, 38), random.Between(0.35f, 0.75f), random.Between(0.25f, 0.7f)), 0.12f);
}
