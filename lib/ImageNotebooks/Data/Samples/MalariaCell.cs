namespace ImageNotebooks;

/// <summary>Draws one red blood cell of a stained smear, cut out on black as the NIH's segmentation leaves it, as the bytes of a PNG file.</summary>
internal static class MalariaCell
{
    // The segmentation worked on a photograph a third as large, so its edges are steps of three pixels.
    private const int Step = 3;

    public static byte[] Draw(MalariaPatient patient, bool parasitized, Random random)
    {
        var radius = patient.Radius * random.Between(0.78f, 1.22f);
        var stretch = random.Between(0.85f, 1.15f);
        var (width, height) = (Steps(2 * radius * stretch), Steps(2 * radius / stretch));
        var canvas = new Canvas(width, height, random, grid: 2, marksObjects: true);
        var plasma = random.Near(patient.Plasma, 0.03f);
        canvas.FillBand(0, height, plasma.Mix(Rgb.White, 0.35f));
        canvas.Object = 1;
        var cell = new Sketch(canvas, new Pose(width / 2f, 0, 0, height / 2f, width / 2f, height / 2f), random);
        DrawBody(cell, plasma);
        for (var specks = random.Chance(0.4) ? random.Next(1, 4) : 0; specks > 0; specks--)
            DrawSpeck(cell, patient.Stain);
        for (var parasites = !parasitized ? 0 : random.Chance(0.7) ? 1 : random.Next(2, 4); parasites > 0; parasites--)
            DrawParasite(cell, patient.Stain, plasma);
        return Cut(canvas, random);
    }

    private static int Steps(float length) => (int)(length / Step) * Step + 1;

    private static void DrawBody(Sketch cell, Rgb plasma)
    {
        var random = cell.Random;
        var waves = Enumerable.Range(2, 4).Select(turns => (random.Between(-0.11f, 0.11f) / turns, random.Between(-0.11f, 0.11f) / turns)).ToArray();
        cell.Fill(new Blob(0.94f, waves), Paint.Flat(plasma * 0.93f) with { Grain = 0.04f, CellWidth = 5, CellHeight = 5 });
        cell.Fill(new Blob(0.87f, waves), Paint.Lit(plasma, 0.03f) with { Grain = 0.06f, CellWidth = 16, CellHeight = 16 });
        if (random.Chance(0.35))
        {
            var (x, y, size, pallor) = (random.Between(-0.2f, 0.2f), random.Between(-0.2f, 0.2f), random.Between(0.25f, 0.5f), plasma.Mix(Rgb.White, 0.5f));
            for (var ring = 1f; ring > 0.3f; ring -= 0.12f)
                cell.Ellipse(x, y, size * ring, size * ring * 0.85f, new Paint(pallor, pallor, 0.1f));
        }
        if (random.Chance(0.12))
        {
            var (sin, cos) = Pose.SinCos(random.Between(0, 360));
            cell.Ellipse(cos * 1.05f, sin * 1.05f, random.Between(0.15f, 0.4f), random.Between(0.15f, 0.4f),
                Paint.Flat(plasma.Mix(Rgb.White, 0.35f)) with { Scenery = true });
        }
    }

    /// <summary>What is no parasite: dirt, drops of stain, platelets at the edge.</summary>
    private static void DrawSpeck(Sketch cell, Rgb stain)
    {
        var random = cell.Random;
        var (x, y) = Inside(random, 0.85f);
        switch (random.Next(3))
        {
            case 0:
                cell.Ellipse(x, y, random.Between(0.02f, 0.045f), random.Between(0.02f, 0.045f),
                    new Paint(Rgb.Black.Mix(stain, 0.5f), Rgb.Black, random.Between(0.4f, 0.8f)));
                break;
            case 1:
                var drop = stain.Mix(Rgb.White, 0.35f);
                cell.Ellipse(x, y, random.Between(0.05f, 0.16f), random.Between(0.05f, 0.12f), new Paint(drop, drop, random.Between(0.15f, 0.5f)),
                    random.Between(0, 180));
                break;
            default:
                var (sin, cos) = Pose.SinCos(random.Between(0, 360));
                cell.Ellipse(cos * 0.86f, sin * 0.86f, random.Between(0.06f, 0.14f), random.Between(0.05f, 0.11f),
                    new Paint(stain, stain, random.Between(0.25f, 0.7f)), random.Between(0, 180));
                break;
        }
    }

    private static void DrawParasite(Sketch cell, Rgb stain, Rgb plasma)
    {
        var random = cell.Random;
        var (x, y) = Inside(random, 0.75f);
        var part = cell.Part(x, y, random.Between(0.1f, 0.24f), random.Between(0, 360));
        var strength = random.Between(0.35f, 0.95f);
        var faint = new Paint(stain, stain, strength * 0.75f);
        var dark = new Paint(stain * 0.75f, stain * 0.7f, strength);
        switch (random.Next(8))
        {
            case < 4: // A ring with one or two dots of chromatin.
                part.Ellipse(0, 0, 1, random.Between(0.7f, 1), faint);
                part.Ellipse(0.05f, 0, 0.68f, random.Between(0.45f, 0.65f), new Paint(plasma, plasma, 0.92f));
                part.Ellipse(0.9f, 0, random.Between(0.25f, 0.42f), 0.3f, dark);
                if (random.Chance(0.3))
                    part.Ellipse(-0.5f, 0.7f, 0.26f, 0.26f, dark);
                break;
            case < 6: // A grown parasite: an uneven blot.
                for (var blots = random.Next(3, 6); blots > 0; blots--)
                    part.Ellipse(random.Between(-0.6f, 0.6f), random.Between(-0.5f, 0.5f), random.Between(0.3f, 0.75f), random.Between(0.25f, 0.5f),
                        faint, random.Between(0, 180));
                part.Ellipse(0.2f, 0, 0.35f, 0.3f, dark);
                break;
            case 6: // About to divide: many dots.
                for (var dots = random.Next(5, 10); dots > 0; dots--)
                    part.Ellipse(random.Between(-1, 1), random.Between(-0.9f, 0.9f), 0.28f, 0.26f, dark);
                break;
            default: // A crescent.
                part.Limb(-1.2f, 0.2f, 0, -0.25f, 0.2f, 0.42f, faint);
                part.Limb(0, -0.25f, 1.2f, 0.2f, 0.42f, 0.2f, dark);
                break;
        }
    }

    private static (float X, float Y) Inside(Random random, float reach)
    {
        var (sin, cos) = Pose.SinCos(random.Between(0, 360));
        var distance = reach * MathF.Sqrt(random.Between(0, 1));
        return (cos * distance, sin * distance);
    }

    private static byte[] Cut(Canvas canvas, Random random)
    {
        var photo = canvas.Develop();
        photo.Blur(random.Between(0.3f, 0.9f));
        photo.Blur(random.Between(0.3f, 0.9f));
        var light = random.Between(0.92f, 1.08f);
        photo.Expose(new Rgb(light, light, light), random.Between(0.9f, 1.05f));
        photo.AddNoise(random, 0.009f);
        var plane = canvas.ObjectPlane(out _);
        for (var i = 0; i < plane.Length; i++)
        {
            var (x, y) = (Middle(i % canvas.Width, canvas.Width), Middle(i / canvas.Width, canvas.Height));
            if (plane[y * canvas.Width + x] == 0)
                photo[i] = new();
        }
        return Png.Encode(photo.ToRgb(), canvas.Width, canvas.Height, channels: 3);

        static int Middle(int at, int size) => Math.Min(at / Step * Step + Step / 2, size - 1);
    }
}
