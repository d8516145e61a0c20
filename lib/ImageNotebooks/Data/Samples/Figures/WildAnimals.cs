namespace ImageNotebooks;

/// <summary>Elephants, squirrels, spiders and butterflies.</summary>
internal static class WildAnimals
{
    public static void DrawElephant(Sketch sketch)
    {
        var random = sketch.Random;
        var hide = Rgb.Hsv(random.Between(10, 260), random.Between(0.02f, 0.15f), random.Between(0.32f, 0.62f));
        var skin = Paint.Lit(hide, 0.2f) with { Grain = 0.15f };
        if (random.Chance(0.3))
        {
            DrawElephantFront(sketch, hide, skin);
            return;
        }
        var elephant = new FourLegs(random.Between(0.36f, 0.42f), random.Between(0.4f, 0.46f), random.Between(0.38f, 0.44f), 0.14f, 0.24f, 0.3f,
            random.Between(20, 35), hide);
        elephant.DrawTail(sketch, 0.05f, -0.45f, 0.035f, skin.Darker(0.3f));
        var head = elephant.Draw(sketch);
        var raised = random.Chance(0.25);
        var (elbowX, elbowY, tipX, tipY) = raised ? (0.48f, 0.12f, 0.62f, -0.35f) : (0.42f, 0.4f, random.Between(0.25f, 0.5f), 0.85f);
        head.Limb(elbowX, elbowY, tipX, tipY, 0.1f, 0.06f, skin.Darker(0.1f));
        head.Limb(0.22f, 0.05f, elbowX, elbowY, 0.16f, 0.1f, skin.Darker(0.1f));
        if (random.Chance(0.6))
            head.Limb(0.26f, 0.22f, 0.55f, 0.38f, 0.045f, 0.02f, new Rgb(0.92f, 0.9f, 0.8f));
        head.Ellipse(0.08f, 0, 0.3f, 0.29f, skin);
        head.Ellipse(-0.14f, 0.06f, 0.22f, 0.34f, skin.Darker(0.22f), -8);
        head.Ellipse(0.2f, -0.05f, 0.035f, 0.035f, Rgb.Black);
    }

    public static void DrawSquirrel(Sketch sketch)
    {
        var random = sketch.Random;
        var coat = random.Chance(0.65)
            ? Rgb.Hsv(random.Between(12, 28), random.Between(0.5f, 0.8f), random.Between(0.4f, 0.75f))
            : Rgb.Hsv(random.Between(20, 40), random.Between(0.05f, 0.25f), random.Between(0.35f, 0.6f));
        var fur = Paint.Lit(coat, 0.2f) with { Grain = 0.3f };
        var belly = Paint.Lit(coat.Mix(Rgb.White, 0.7f));
        var bush = Paint.Lit(coat.Mix(Rgb.White, random.Between(0, 0.25f)), 0.2f) with { Grain = 0.5f };
        if (random.Chance(0.5))
            sketch.Line(-1.4f, 0.95f, 1.4f, 0.9f, 0.1f, Paint.Flat(new(0.32f, 0.24f, 0.17f)) with { Grain = 0.3f, Scenery = true });
        sketch.Limb(-0.35f, 0.7f, -0.72f, 0.25f, 0.17f, 0.27f, bush);
        sketch.Limb(-0.72f, 0.25f, -0.55f, -0.45f, 0.27f, 0.25f, bush);
        sketch.Limb(-0.55f, -0.45f, -0.85f, -0.7f, 0.22f, 0.12f, bush);
        sketch.Ellipse(-0.08f, 0.42f, 0.4f, 0.46f, fur);
        sketch.Ellipse(0.12f, 0.4f, 0.22f, 0.34f, belly);
        sketch.Ellipse(-0.15f, 0.66f, 0.3f, 0.2f, fur.Darker(0.12f));
        sketch.Line(-0.05f, 0.86f, 0.22f, 0.87f, 0.07f, fur.Darker(0.15f));
        sketch.Limb(0.12f, 0.15f, 0.42f, 0.24f, 0.1f, 0.06f, fur.Darker(0.08f));
        sketch.Ellipse(0.5f, 0.2f, 0.09f, 0.1f, new Rgb(0.45f, 0.28f, 0.12f));
        sketch.Ellipse(0.02f, -0.4f, 0.08f, 0.2f, fur.Darker(0.2f), -15);
        sketch.Ellipse(0.18f, -0.42f, 0.08f, 0.2f, fur.Darker(0.05f), 5);
        sketch.Limb(0.15f, -0.15f, 0.42f, -0.06f, 0.24f, 0.13f, fur);
        sketch.Ellipse(0.38f, 0.02f, 0.15f, 0.08f, belly);
        sketch.Ellipse(0.55f, -0.07f, 0.04f, 0.035f, Rgb.Black);
        sketch.Ellipse(0.26f, -0.19f, 0.065f, 0.065f, Rgb.Black);
    }

    public static void DrawSpider(Sketch sketch)
    {
        var random = sketch.Random;
        var chitin = random.Chance(0.5) ? random.Near(new(0.16f, 0.12f, 0.1f), 0.05f)
            : Rgb.Hsv(random.Between(15, 60), random.Between(0.3f, 0.8f), random.Between(0.35f, 0.75f));
        var shell = Paint.Lit(chitin, 0.3f) with { Grain = 0.25f };
        if (random.Chance(0.45))
            DrawWeb(sketch);
        var body = sketch.Part(0, 0, random.Between(0.75f, 1), random.Between(-180, 180));
        var (reach, width) = (random.Between(0.75f, 1.05f), random.Between(0.025f, 0.06f));
        foreach (var side in (ReadOnlySpan<float>)[-1, 1])
            for (var leg = 0; leg < 4; leg++)
            {
                var (sin, cos) = Pose.SinCos(-55 + 37 * leg + random.Between(-9, 9));
                var (kneeX, kneeY) = (side * cos * reach * 0.55f, sin * reach * 0.5f - 0.12f);
                body.Limb(side * 0.1f, -0.05f + 0.05f * leg, kneeX, kneeY, width * 1.3f, width, shell.Darker(0.1f));
                body.Limb(kneeX, kneeY, side * cos * reach, sin * reach + (leg < 2 ? -0.1f : 0.18f), width, width * 0.6f, shell.Darker(0.25f));
            }
        var size = random.Between(0.24f, 0.4f);
        body.Ellipse(0, 0.12f + size, size * 0.85f, size, shell);
        for (var mark = 0; mark < random.Next(0, 4); mark++)
            body.Ellipse(0, 0.02f + size * (0.6f + 0.45f * mark), size * 0.3f, size * 0.13f,
                chitin.Mix(random.Pick(Rgb.White, new Rgb(0.9f, 0.7f, 0.1f), new Rgb(0.8f, 0.1f, 0.1f)), 0.7f));
        body.Ellipse(0, -0.05f, 0.19f, 0.22f, shell.Darker(0.2f));
        foreach (var x in (ReadOnlySpan<float>)[-0.07f, 0.07f])
            body.Ellipse(x, -0.2f, 0.035f, 0.035f, Rgb.White);
    }

    public static void DrawButterfly(Sketch sketch)
    {
        var random = sketch.Random;
        if (random.Chance(0.5))
            DrawFlower(sketch);
        var wing = Rgb.Hsv(random.Between(0, 360), random.Between(0.3f, 0.95f), random.Between(0.6f, 0.98f));
        var edge = random.Chance(0.7) ? random.Near(Rgb.Black, 0.04f) : wing * 0.6f;
        var spot = random.Pick(Rgb.White, Rgb.Black, new Rgb(0.95f, 0.75f, 0.15f), wing * 0.5f);
        var insect = sketch.Part(0, 0, 0.95f, random.Between(-60, 60));
        var fold = random.Between(0.55f, 1);
        foreach (var flip in (ReadOnlySpan<bool>)[false, true])
        {
            var half = insect.Part(0, 0, 1, 0, flip);
            half.Polygon(edge, 0, -0.05f, 0.45f * fold, -0.75f, 0.95f * fold, -0.8f, 0.98f * fold, -0.4f, 0.7f * fold, 0.05f);
            half.Ellipse(0.42f * fold, 0.38f, 0.4f * fold, 0.38f, edge, 25);
            half.Polygon(Paint.Lit(wing, 0.15f), 0.04f, -0.08f, 0.46f * fold, -0.62f, 0.82f * fold, -0.66f, 0.85f * fold, -0.4f, 0.6f * fold, -0.02f);
            half.Ellipse(0.4f * fold, 0.36f, 0.3f * fold, 0.28f, Paint.Lit(wing, 0.2f), 25);
            half.Ellipse(0.64f * fold, -0.45f, 0.09f, 0.09f, spot);
            half.Ellipse(0.46f * fold, 0.42f, 0.1f, 0.1f, spot);
            half.Line(0.05f, -0.1f, 0.6f * fold, -0.5f, 0.015f, edge);
            half.Line(0.03f, -0.4f, 0.18f, -0.72f, 0.015f, Rgb.Black);
        }
        insect.Limb(0, -0.38f, 0, 0.4f, 0.075f, 0.05f, random.Near(new(0.15f, 0.12f, 0.1f), 0.05f));
    }

    private static void DrawElephantFront(Sketch sketch, Rgb hide, Paint skin)
    {
        foreach (var x in (ReadOnlySpan<float>)[-0.38f, 0.38f])
            sketch.Limb(x, 0.3f, x, 0.92f, 0.2f, 0.17f, skin.Darker(0.25f));
        sketch.Ellipse(0, 0.15f, 0.6f, 0.5f, skin.Darker(0.15f));
        foreach (var side in (ReadOnlySpan<float>)[-1, 1])
        {
            sketch.Ellipse(side * 0.6f, -0.32f, 0.36f, 0.44f, skin.Darker(0.3f), side * 12);
            sketch.Limb(side * 0.2f, 0.12f, side * 0.32f, 0.5f, 0.05f, 0.025f, new Rgb(0.92f, 0.9f, 0.8f));
        }
        sketch.Ellipse(0, -0.38f, 0.4f, 0.46f, skin);
        var tip = sketch.Random.Between(-0.25f, 0.25f);
        sketch.Limb(0, -0.1f, 0, 0.45f, 0.2f, 0.13f, skin.Darker(0.06f));
        sketch.Limb(0, 0.45f, tip, 0.85f, 0.13f, 0.08f, skin.Darker(0.12f));
        for (var fold = 0; fold < 4; fold++)
            sketch.Line(-0.13f, 0.05f + 0.13f * fold, 0.13f, 0.07f + 0.13f * fold, 0.012f, hide * 0.6f);
        foreach (var side in (ReadOnlySpan<float>)[-1, 1])
            sketch.Ellipse(side * 0.25f, -0.32f, 0.04f, 0.045f, Rgb.Black);
    }

    private static void DrawWeb(Sketch sketch)
    {
        var thread = Paint.Flat(Rgb.White) with { Opacity = 0.6f, Scenery = true };
        for (var spoke = 0; spoke < 12; spoke++)
        {
            var (sin, cos) = Pose.SinCos(30 * spoke);
            var (nextSin, nextCos) = Pose.SinCos(30 * spoke + 30);
            sketch.Line(0, 0, cos * 1.6f, sin * 1.6f, 0.012f, thread);
            for (var ring = 0.35f; ring < 1.5f; ring += 0.27f)
                sketch.Line(cos * ring, sin * ring, nextCos * ring, nextSin * ring, 0.01f, thread);
        }
    }

    private static void DrawFlower(Sketch sketch)
    {
        var random = sketch.Random;
        var petal = Rgb.Hsv(random.Between(-60, 60), random.Between(0.1f, 0.7f), random.Between(0.75f, 1));
        var (x, y) = (random.Between(-0.4f, 0.4f), random.Between(0.3f, 0.7f));
        sketch.Line(x, y, x + 0.2f, 1.6f, 0.05f, Paint.Flat(new(0.25f, 0.45f, 0.15f)) with { Scenery = true });
        for (var i = 0; i < 7; i++)
        {
            var (sin, cos) = Pose.SinCos(360 * i / 7f);
            sketch.Ellipse(x + cos * 0.35f, y + sin * 0.35f, 0.28f, 0.16f, Paint.Lit(petal) with { Scenery = true }, 360 * i / 7f);
        }
        sketch.Ellipse(x, y, 0.18f, 0.18f, Paint.Flat(new(0.85f, 0.65f, 0.15f)) with { Scenery = true });
    }
}
