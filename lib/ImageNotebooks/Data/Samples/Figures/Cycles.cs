namespace ImageNotebooks;

/// <summary>Bicycles and motorbikes from the side.</summary>
internal static class Cycles
{
    private static readonly Rgb Steel = new(0.68f, 0.68f, 0.7f);

    public static void DrawBicycle(Sketch sketch)
    {
        var random = sketch.Random;
        var frame = Paint.Lit(Rgb.Hsv(random.Between(0, 360), random.Between(0.5f, 0.95f), random.Between(0.35f, 0.85f)));
        var (back, front, axle, tyre) = (-0.55f, 0.55f, 0.35f, random.Between(0.035f, 0.06f));
        foreach (var x in (ReadOnlySpan<float>)[back, front])
        {
            Ring(sketch, x, axle, 0.4f, tyre, Rgb.Black);
            for (var spoke = 0; spoke < 6; spoke++)
            {
                var (sin, cos) = Pose.SinCos(30 * spoke);
                sketch.Line(x - cos * 0.38f, axle - sin * 0.38f, x + cos * 0.38f, axle + sin * 0.38f, 0.008f, Steel);
            }
        }
        sketch.Line(back, axle, -0.05f, axle, 0.04f, frame);
        sketch.Line(back, axle, -0.18f, -0.25f, 0.04f, frame);
        sketch.Line(-0.05f, axle, -0.2f, -0.35f, 0.045f, frame);
        sketch.Line(-0.05f, axle, 0.4f, -0.2f, 0.045f, frame);
        sketch.Line(-0.18f, -0.22f, 0.38f, -0.25f, 0.045f, frame);
        sketch.Line(front, axle, 0.36f, -0.4f, 0.04f, frame);
        sketch.Line(0.36f, -0.4f, 0.52f, -0.48f, 0.045f, Rgb.Black);
        sketch.Limb(-0.34f, -0.38f, -0.08f, -0.38f, 0.07f, 0.04f, Rgb.Black);
        sketch.Ellipse(-0.05f, axle, 0.11f, 0.11f, Steel * 0.7f);
        sketch.Line(-0.05f, axle, 0.08f, axle + 0.2f, 0.03f, Rgb.Black);
    }

    public static void DrawMotorbike(Sketch sketch)
    {
        var random = sketch.Random;
        var lacquer = Rgb.Hsv(random.Chance(0.5) ? random.Between(-15, 15) : random.Between(0, 360), random.Between(0.5f, 0.9f), random.Between(0.3f, 0.8f));
        var body = Paint.Lit(lacquer, 0.3f);
        foreach (var x in (ReadOnlySpan<float>)[-0.6f, 0.62f])
        {
            sketch.Ellipse(x, 0.36f, 0.36f, 0.36f, Rgb.Black);
            sketch.Ellipse(x, 0.36f, 0.2f, 0.2f, Steel);
            sketch.Ellipse(x, 0.36f, 0.07f, 0.07f, Rgb.Black);
        }
        sketch.Line(0.62f, 0.36f, 0.36f, -0.4f, 0.05f, Steel);
        sketch.Limb(-0.1f, 0.22f, 0.25f, 0.22f, 0.23f, 0.2f, Paint.Lit(Steel * 0.6f));
        sketch.Limb(-0.75f, 0.42f, 0.1f, 0.4f, 0.06f, 0.05f, Steel * 1.1f);
        sketch.Limb(-0.2f, -0.1f, 0.28f, -0.16f, 0.16f, 0.2f, body);
        sketch.Polygon(body.Darker(0.15f), -0.3f, 0, -0.95f, -0.22f, -0.9f, -0.06f, -0.4f, 0.2f);
        sketch.Limb(-0.68f, -0.2f, -0.2f, -0.14f, 0.09f, 0.08f, Rgb.Black);
        sketch.Polygon(body, 0.35f, -0.1f, 0.62f, -0.1f, 0.5f, -0.42f, 0.32f, -0.4f);
        sketch.Line(0.36f, -0.42f, 0.18f, -0.52f, 0.04f, Rgb.Black);
        sketch.Ellipse(0.56f, -0.28f, 0.1f, 0.11f, new Rgb(0.95f, 0.93f, 0.75f));
        sketch.Limb(0.45f, 0.02f, 0.85f, 0.06f, 0.05f, 0.05f, body);
    }

    private static void Ring(Sketch sketch, float x, float y, float radius, float width, Paint paint)
    {
        const int parts = 20;
        for (var part = 0; part < parts; part++)
        {
            var (sin, cos) = Pose.SinCos(360f * part / parts);
            var (nextSin, nextCos) = Pose.SinCos(360f * (part + 1) / parts);
            sketch.Line(x + cos * radius, y + sin * radius, x + nextCos * radius, y + nextSin * radius, width, paint);
        }
    }
}
