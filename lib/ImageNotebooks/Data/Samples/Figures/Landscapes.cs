namespace ImageNotebooks;

/// <summary>Forests, glaciers, mountains and seas that fill a whole picture.</summary>
internal static class Landscapes
{
    public static void DrawForest(Sketch sketch)
    {
        var random = sketch.Random;
        var hue = random.Next(5) switch { 0 => random.Between(25, 50), 1 => random.Between(50, 75), _ => random.Between(75, 130) };
        var leaves = Rgb.Hsv(hue, random.Between(0.2f, 0.7f), random.Between(0.2f, 0.65f));
        var mist = Rgb.Hsv(random.Between(40, 200), random.Between(0, 0.2f), random.Between(0.7f, 0.95f));
        var floor = random.Between(0.6f, 0.9f);
        sketch.Box(0, 0, 1, floor, Leafy(leaves.Mix(mist, random.Between(0, 0.5f)), 14));
        for (var gaps = random.Next(0, 9); gaps > 0; gaps--)
            sketch.Ellipse(random.Between(0, 1), random.Between(0, 0.6f), random.Between(0.03f, 0.12f), random.Between(0.03f, 0.12f),
                new Paint(mist, mist, 0.5f, 0.5f));
        var soil = Rgb.Hsv(random.Chance(0.5) ? hue : random.Between(20, 45), random.Between(0.2f, 0.55f), random.Between(0.25f, 0.6f));
        sketch.Box(0, floor, 1, 1, new Paint(soil, soil * 0.8f, 1, 0.55f, 12, 5));
        if (random.Chance(0.3))
            Path(sketch, floor, soil.Mix(new(0.75f, 0.68f, 0.55f), 0.6f));
        var bark = random.Chance(0.15) ? random.Near(new(0.8f, 0.8f, 0.76f))
            : Rgb.Hsv(random.Between(15, 45), random.Between(0.1f, 0.45f), random.Between(0.12f, 0.4f));
        var conifers = random.Chance(0.3);
        for (var (tree, trees) = (0, random.Next(7, 16)); tree < trees; tree++)
        {
            var near = (float)tree / trees;
            var (x, foot) = (random.Between(-0.05f, 1.05f), floor + near * near * (1 - floor) + 0.01f);
            var (width, lean) = (0.006f + near * near * random.Between(0.01f, 0.045f), random.Between(-0.06f, 0.06f));
            if (conifers)
                Conifer(sketch, x, foot, 0.25f + near * 0.7f, leaves * (0.45f + 0.35f * random.Between(0, 1)));
            else
                sketch.Limb(x + lean, -0.1f, x, foot, width * 0.7f, width,
                    Paint.Flat(bark.Mix(mist, 0.4f * (1 - near))) with { Grain = 0.4f, CellWidth = 3, CellHeight = 7 });
        }
        for (var crowns = conifers ? 0 : random.Next(6, 18); crowns > 0; crowns--)
            sketch.Ellipse(random.Between(0, 1), random.Between(-0.05f, 0.4f), random.Between(0.06f, 0.17f), random.Between(0.04f, 0.12f),
                Leafy(random.Near(leaves) * random.Between(0.6f, 1.25f), 5) with { Opacity = random.Between(0.6f, 1) });
        for (var bushes = random.Next(0, 7); bushes > 0; bushes--)
            sketch.Ellipse(random.Between(0, 1), random.Between(floor, 1), random.Between(0.04f, 0.16f), random.Between(0.03f, 0.08f),
                Leafy(random.Near(leaves) * 0.9f, 4));
    }

    public static void DrawMountain(Sketch sketch)
    {
        var random = sketch.Random;
        Sky(sketch, 0.8f);
        var haze = Rgb.Hsv(random.Between(190, 240), random.Between(0.05f, 0.35f), random.Between(0.55f, 0.85f));
        var rock = Rgb.Hsv(random.Chance(0.4) ? random.Between(70, 130) : random.Between(15, 45), random.Between(0.05f, 0.4f), random.Between(0.25f, 0.55f));
        var (ranges, level) = (random.Next(1, 4), random.Between(0.22f, 0.42f));
        var snow = random.Chance(0.55);
        for (var range = 0; range < ranges; range++, level += random.Between(0.1f, 0.2f))
            Range(sketch, Skyline.Range(random, level, random.Between(0.1f, 0.26f), random.Between(0.42f, 0.6f), 1),
                rock.Mix(haze, 0.75f * (ranges - 1 - range) / 3 + random.Between(0, 0.25f)), snow ? level + random.Between(-0.05f, 0.15f) : -1);
        Foreground(sketch, Math.Max(level, random.Between(0.55f, 0.95f)), rock);
    }

    public static void DrawGlacier(Sketch sketch)
    {
        var random = sketch.Random;
        Sky(sketch, 0.7f);
        var ice = Rgb.Hsv(random.Between(180, 225), random.Between(0.01f, 0.25f), random.Between(0.6f, 0.97f));
        var rock = Rgb.Hsv(random.Between(15, 240), random.Between(0.03f, 0.2f), random.Between(0.22f, 0.5f));
        var level = random.Between(0.15f, 0.4f);
        if (random.Chance(0.8))
            Range(sketch, Skyline.Range(random, level, random.Between(0.08f, 0.2f), 0.5f, 1), rock, level + random.Between(-0.1f, 0.2f));
        if (random.Chance(0.45))
            IceFront(sketch, level + random.Between(0.12f, 0.25f), random.Between(0.62f, 0.85f), ice);
        else
            IceField(sketch, level + random.Between(0.1f, 0.25f), ice, rock);
    }

    public static void DrawSea(Sketch sketch)
    {
        var random = sketch.Random;
        var horizon = random.Between(0.25f, 0.62f);
        Sky(sketch, horizon);
        var sunset = random.Chance(0.25);
        var water = Rgb.Hsv(random.Between(165, 225), random.Between(0.15f, 0.7f), random.Between(0.3f, 0.75f));
        var (sunX, glow) = (random.Between(0.15f, 0.85f), Rgb.Hsv(random.Between(20, 50), random.Between(0.3f, 0.7f), 1));
        if (sunset)
        {
            sketch.Box(0, 0, 1, horizon, new Paint(glow * 0.5f, glow, 0.6f));
            sketch.Figure(sunX, horizon - random.Between(0, 0.15f), 0.05f).Ellipse(0, 0, 1, 1, glow.Mix(Rgb.White, 0.7f));
            water = water.Mix(glow, 0.35f) * 0.7f;
        }
        if (random.Chance(0.2))
            Range(sketch, Skyline.Range(random, horizon - random.Between(0.08f, 0.25f), random.Between(0.06f, 0.16f), 0.5f, horizon),
                Rgb.Hsv(random.Between(20, 220), random.Between(0.05f, 0.3f), random.Between(0.25f, 0.6f)), random.Chance(0.3) ? horizon - 0.1f : -1);
        else if (random.Chance(0.35))
            sketch.Fill(Skyline.Range(random, horizon - random.Between(0.01f, 0.09f), 0.05f, 0.5f, horizon),
                Rgb.Hsv(random.Between(90, 230), 0.2f, random.Between(0.25f, 0.6f)));
        sketch.Box(0, horizon, 1, 1, new Paint(water.Mix(Rgb.White, 0.2f), water * 0.75f, 1, random.Between(0.1f, 0.3f), 22, 3));
        if (random.Chance(0.3))
            Ships.Draw(sketch.Figure(random.Between(0.2f, 0.8f), horizon + random.Between(0, 0.12f), random.Between(0.06f, 0.16f), random.Chance(0.5)));
        Waves(sketch, horizon, sunset ? glow : Rgb.White, sunset ? sunX : null);
        Shore(sketch, random.Between(0.72f, 0.95f));
    }

    /// <summary>A conifer by its foot and height.</summary>
    public static void Conifer(Sketch sketch, float x, float foot, float height, Rgb needles)
    {
        var paint = new Paint(needles * 1.2f, needles * 0.7f, 1, 0.5f, 3, 3);
        for (var tier = 0; tier < 4; tier++)
        {
            var (top, bottom, half) = (foot - height * (1 - tier * 0.2f), foot - height * Math.Max(0.03f, 0.62f - tier * 0.2f), height * (0.08f + tier * 0.045f));
            sketch.Polygon(paint, x, top, x + half, bottom, x - half, bottom);
        }
    }

    /// <summary>A sky with more or fewer clouds.</summary>
    public static void Sky(Sketch sketch, float bottom)
    {
        var random = sketch.Random;
        Backdrop.DrawSky(sketch.Canvas, sketch.Pose.Map(0, bottom).Y + 1, random);
        var (grey, opacity) = (random.Between(0.7f, 1), random.Between(0.15f, 0.5f));
        for (var clouds = random.Next(-6, 12); clouds > 0; clouds--)
        {
            var cloud = new Rgb(grey, grey, grey);
            sketch.Ellipse(random.Between(0, 1), random.Between(0, bottom * 0.7f), random.Between(0.08f, 0.25f), random.Between(0.015f, 0.05f),
                new Paint(cloud, cloud * 0.92f, opacity, 0.2f, 10, 5));
        }
    }

    private static Paint Leafy(Rgb colour, float cell) => new(colour * 1.15f, colour * 0.85f, 1, 0.75f, cell, cell);

    private static void Path(Sketch sketch, float top, Rgb colour)
    {
        var (far, near) = (sketch.Random.Between(0.3f, 0.7f), sketch.Random.Between(0.2f, 0.8f));
        sketch.Polygon(new Paint(colour, colour * 0.8f, 1, 0.25f), far - 0.03f, top, far + 0.03f, top, near + 0.25f, 1.01f, near - 0.25f, 1.01f);
    }

    private static void Range(Sketch sketch, Skyline range, Rgb rock, float snowLine)
    {
        var random = sketch.Random;
        var body = new Paint(rock * 1.1f, rock * 0.85f, 1, 0.3f, 7, 10);
        var dark = new Paint(Rgb.Black, Rgb.Black, 0.22f);
        sketch.Fill(range, snowLine > 0 ? new Paint(Rgb.White, Rgb.White * 0.9f, 1, 0.06f, 9, 9) : body);
        if (snowLine > 0)
            sketch.Fill(range.Below(snowLine, 0.07f, random), body);
        var heights = range.Heights;
        var side = random.Chance(0.5) ? 1 : -1;
        float At(int i) => (float)i / (heights.Length - 1);
        // The side away from the sun: from each peak down along the ridge to the next valley.
        for (var peak = 2; peak < heights.Length - 2; peak++)
        {
            if (heights[peak] >= heights[peak - 2] || heights[peak] >= heights[peak + 2])
                continue;
            var valley = peak;
            while (valley + side > 0 && valley + side < heights.Length && heights[valley + side] > heights[valley])
                valley += side;
            var drop = heights[valley] + 0.15f;
            sketch.Polygon(dark, At(peak), heights[peak], At(valley), heights[valley], At(valley) + side * 0.02f, drop, At(peak) - side * 0.02f, drop,
                At(peak) + side * 0.015f, (heights[peak] + drop) / 2);
        }
    }

    private static void Foreground(Sketch sketch, float top, Rgb rock)
    {
        var random = sketch.Random;
        var grass = Rgb.Hsv(random.Between(60, 120), random.Between(0.25f, 0.6f), random.Between(0.3f, 0.65f));
        switch (random.Next(5))
        {
            case 0:
                sketch.Fill(Skyline.Range(random, top, 0.03f, 0.6f, 1), new Paint(grass, grass * 0.8f, 1, 0.35f, 9, 4));
                break;
            case 1:
                for (var x = -0.02f; x < 1; x += random.Between(0.02f, 0.07f))
                    Conifer(sketch, x, random.Between(top + 0.05f, 1.02f), random.Between(0.08f, 0.2f), grass * random.Between(0.35f, 0.6f));
                break;
            case 2:
                var lake = Rgb.Hsv(random.Between(170, 220), random.Between(0.2f, 0.5f), random.Between(0.35f, 0.7f));
                sketch.Box(0, top, 1, 1.01f, new Paint(lake.Mix(rock, 0.4f), lake, 1, 0.12f, 25, 3));
                Waves(sketch, top, Rgb.White, null);
                break;
            case 3:
                sketch.Fill(Skyline.Range(random, top, 0.05f, 0.5f, 1.01f), new Paint(Rgb.White * 0.95f, Rgb.White * 0.85f, 1, 0.08f, 12, 5));
                break;
        }
    }

    private static void IceFront(Sketch sketch, float top, float waterline, Rgb ice)
    {
        var random = sketch.Random;
        var blue = ice.Mix(new(0.35f, 0.65f, 0.85f), 0.6f);
        var front = Skyline.Range(random, top, 0.05f, 0.8f, waterline);
        sketch.Fill(front, new Paint(ice, ice.Mix(blue, 0.4f), 1, 0.12f, 4, 12));
        for (var cracks = random.Next(12, 40); cracks > 0; cracks--)
        {
            var x = random.Between(0, 1);
            var y = front.At(x) + random.Between(0.01f, 0.15f);
            sketch.Line(x, y, x + random.Between(-0.02f, 0.02f), Math.Min(waterline, y + random.Between(0.03f, 0.2f)), random.Between(0.002f, 0.007f),
                new Paint(blue, blue * 0.8f, 0.7f));
        }
        var water = Rgb.Hsv(random.Between(170, 215), random.Between(0.1f, 0.45f), random.Between(0.3f, 0.65f));
        sketch.Box(0, waterline, 1, 1, new Paint(water.Mix(ice, 0.3f), water, 1, 0.15f, 20, 3));
        for (var floes = random.Next(0, 16); floes > 0; floes--)
        {
            var (x, y, half) = (random.Between(0, 1), random.Between(waterline + 0.02f, 0.98f), random.Between(0.01f, 0.07f));
            sketch.Polygon(Paint.Lit(ice, 0.12f), x - half, y, x - half * 0.6f, y - half * 0.7f, x + half * random.Between(-0.3f, 0.5f), y - half,
                x + half, y, x, y + half * 0.2f);
        }
    }

    private static void IceField(Sketch sketch, float top, Rgb ice, Rgb rock)
    {
        var random = sketch.Random;
        var blue = ice.Mix(new(0.35f, 0.62f, 0.8f), 0.65f);
        var field = Skyline.Range(random, top, random.Between(0.04f, 0.14f), 0.55f, 1);
        sketch.Fill(field, new Paint(ice, ice * random.Between(0.8f, 1), 1, 0.12f, 12, 5));
        for (var cracks = random.Next(0, 30); cracks > 0; cracks--)
        {
            var x = random.Between(0, 1);
            var y = field.At(x) + random.Between(0.02f, 0.7f);
            var (reach, size) = (random.Between(0.03f, 0.2f) * (0.4f + y), random.Between(0.002f, 0.011f) * (0.4f + y));
            sketch.Limb(x, y, x + reach, y + random.Between(-0.06f, 0.06f), size, size * 0.3f, new Paint(blue, blue * 0.75f, 0.75f));
        }
        if (random.Chance(0.55))
            foreach (var side in (ReadOnlySpan<float>)[0, 1])
                sketch.Polygon(new Paint(rock, rock * 0.8f, 1, 0.4f, 6, 6), side, random.Between(0, 0.5f),
                    Math.Abs(side - random.Between(0.1f, 0.35f)), random.Between(0.6f, 0.8f), Math.Abs(side - random.Between(0, 0.2f)), 1.01f, side, 1.01f);
    }

    private static void Waves(Sketch sketch, float horizon, Rgb light, float? sunX)
    {
        var random = sketch.Random;
        for (var waves = random.Next(8, 40); waves > 0; waves--)
        {
            var depth = random.Between(0, 1);
            var y = horizon + depth * depth * (1 - horizon);
            var x = sunX is { } sun ? sun + 0.12f * random.Bell() * (0.4f + depth) : random.Between(-0.1f, 1);
            sketch.Line(x, y, x + random.Between(0.02f, 0.16f), y + random.Between(-0.008f, 0.008f), 0.002f + 0.006f * depth,
                new Paint(light, light, random.Between(0.15f, 0.6f)));
        }
    }

    private static void Shore(Sketch sketch, float top)
    {
        var random = sketch.Random;
        if (random.Chance(0.35))
        {
            var sand = Rgb.Hsv(random.Between(25, 48), random.Between(0.15f, 0.45f), random.Between(0.55f, 0.9f));
            var beach = Skyline.Range(random, top, 0.06f, 0.4f, 1);
            sketch.Fill(beach with { Heights = [.. beach.Heights.Select(height => height - 0.025f)] }, Rgb.White);
            sketch.Fill(beach, new Paint(sand * 0.85f, sand, 1, 0.15f, 6, 3));
        }
        for (var rocks = random.Chance(0.35) ? random.Next(1, 6) : 0; rocks > 0; rocks--)
        {
            var stone = Rgb.Hsv(random.Between(15, 60), random.Between(0.05f, 0.3f), random.Between(0.15f, 0.4f));
            sketch.Ellipse(random.Between(0, 1), random.Between(top, 1), random.Between(0.05f, 0.2f), random.Between(0.03f, 0.11f),
                Paint.Lit(stone, 0.3f) with { Grain = 0.5f });
        }
    }
}
