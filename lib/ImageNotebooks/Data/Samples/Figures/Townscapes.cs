namespace ImageNotebooks;

/// <summary>Buildings and streets that fill a whole picture.</summary>
internal static class Townscapes
{
    public static void DrawBuildings(Sketch sketch)
    {
        var random = sketch.Random;
        Landscapes.Sky(sketch, 1);
        var ground = random.Between(0.82f, 1.1f);
        for (var behind = random.Next(0, 5); behind > 0; behind--)
        {
            var (left, width) = (random.Between(-0.1f, 0.9f), random.Between(0.08f, 0.22f));
            var top = random.Between(0.15f, 0.55f);
            new Wall(left, top, ground, left + width, top, ground).Draw(sketch, Masonry(random).Mix(new(0.7f, 0.75f, 0.8f), 0.4f), random.Next(3, 6),
                random.Next(5, 12), 0.7f);
        }
        for (var (block, blocks) = (0, random.Next(1, 4)); block < blocks; block++)
        {
            var (middle, half) = ((block + 0.5f) / blocks + random.Between(-0.08f, 0.08f), random.Between(0.18f, 0.42f) / (0.45f + 0.55f * blocks));
            Building(sketch, middle, half, random.Between(-0.1f, 0.45f), ground);
        }
        if (random.Chance(0.5) && ground < 1)
            Lawn(sketch, ground);
        if (random.Chance(0.4))
            Traffic(sketch, 0.88f, 3);
    }

    public static void DrawStreet(Sketch sketch)
    {
        var random = sketch.Random;
        Landscapes.Sky(sketch, 0.7f);
        if (random.Chance(0.3))
        {
            DrawAcross(sketch);
            return;
        }
        var (x, y) = (random.Between(0.35f, 0.65f), random.Between(0.42f, 0.62f));
        if (random.Chance(0.5))
            sketch.Fill(Skyline.Range(random, y - 0.06f, 0.06f, 0.6f, y), Rgb.Hsv(random.Between(80, 220), 0.2f, random.Between(0.3f, 0.6f)));
        var tone = random.Between(0.28f, 0.62f);
        var asphalt = random.Near(new(tone, tone, tone), 0.03f);
        sketch.Box(0, y, 1, 1.01f, new Paint(asphalt * 0.95f, asphalt, 1, 0.15f, 14, 3));
        Carriageway(sketch, x, y, asphalt);
        foreach (var side in (ReadOnlySpan<float>)[0, 1])
            Row(sketch, x, y, side);
        for (var lamps = random.Next(0, 3); lamps > 0; lamps--)
            Lamp(sketch, x, y, random.Between(0.35f, 0.75f), random.Chance(0.5) ? -1 : 1);
        for (var (thing, things) = (0, random.Next(0, 6)); thing < things; thing++)
        {
            var near = (thing + 0.5f) / things * 0.75f;
            var (aside, foot) = (x + near * random.Between(-0.55f, 0.55f), y + near * (1 - y) * 0.75f + 0.02f);
            if (random.Chance(0.5))
                RoadVehicles.DrawAutomobile(sketch.Figure(aside, foot, 0.03f + 0.17f * near, random.Chance(0.5)));
            else
                People.DrawStanding(sketch.Figure(aside, foot, 0.04f + 0.19f * near, random.Chance(0.5)));
        }
    }

    /// <summary>A street seen from its other side: a row of fronts, pavement, road.</summary>
    private static void DrawAcross(Sketch sketch)
    {
        var random = sketch.Random;
        var (kerb, edge) = (random.Between(0.58f, 0.78f), 0f);
        for (var left = -random.Between(0, 0.1f); left < 1; left = edge)
        {
            edge = left + random.Between(0.15f, 0.4f);
            var top = random.Between(-0.1f, 0.35f);
            new Wall(left, top, kerb, edge, top, kerb).Draw(sketch, Masonry(random), random.Next(2, 5), random.Next(2, 6), random.Between(0.4f, 0.65f));
        }
        var tone = random.Between(0.3f, 0.6f);
        sketch.Box(0, kerb, 1, kerb + 0.06f, new Rgb(0.62f, 0.6f, 0.56f));
        sketch.Box(0, kerb + 0.06f, 1, 1.01f, new Paint(new(tone, tone, tone), new(tone, tone, tone), 1, 0.15f, 14, 3));
        Traffic(sketch, kerb + 0.02f, 6);
    }

    private static void Traffic(Sketch sketch, float foot, int most)
    {
        var random = sketch.Random;
        for (var things = random.Next(1, most); things > 0; things--)
        {
            var (x, size) = (random.Between(0.05f, 0.95f), random.Between(0.08f, 0.14f));
            if (random.Chance(0.55))
                RoadVehicles.DrawAutomobile(sketch.Figure(x, foot + random.Between(0, 0.1f), size * 1.2f, random.Chance(0.5)));
            else
                People.DrawStanding(sketch.Figure(x, foot - size * 0.4f + random.Between(0, 0.06f), size, random.Chance(0.5)));
        }
    }

    private static Rgb Masonry(Random random) => random.Next(4) switch
    {
        0 => Rgb.Hsv(random.Between(5, 25), random.Between(0.25f, 0.55f), random.Between(0.35f, 0.65f)),
        1 => Rgb.Hsv(random.Between(25, 50), random.Between(0.1f, 0.35f), random.Between(0.65f, 0.92f)),
        2 => Rgb.Hsv(random.Between(190, 225), random.Between(0.1f, 0.4f), random.Between(0.3f, 0.75f)),
        _ => Rgb.Hsv(random.Between(0, 360), random.Between(0, 0.3f), random.Between(0.35f, 0.9f)),
    };

    private static void Building(Sketch sketch, float middle, float half, float top, float ground)
    {
        var random = sketch.Random;
        var colour = Masonry(random);
        var (columns, rows) = (random.Next(3, 8), random.Next(3, 13));
        var share = random.Between(0.45f, 0.85f);
        var taper = random.Chance(0.4) ? random.Between(0.02f, 0.1f) : 0;
        if (random.Chance(0.4))
        {
            // Seen over a corner: one face in light, the other in shade, both falling away.
            var (corner, fall) = (middle + random.Between(-0.5f, 0.5f) * half, random.Between(0.03f, 0.14f));
            new Wall(middle - half, top + fall, ground, corner, top, ground).Draw(sketch, colour, columns, rows, share);
            new Wall(corner, top, ground, middle + half, top + fall, ground).Draw(sketch, colour * 0.72f, columns, rows, share);
            return;
        }
        if (random.Chance(0.3))
            sketch.Polygon(Paint.Lit(Rgb.Hsv(random.Between(0, 30), 0.5f, random.Between(0.3f, 0.6f))), middle - half - 0.02f, top, middle,
                top - half * random.Between(0.3f, 0.8f), middle + half + 0.02f, top);
        new Wall(middle - half, top + taper, ground, middle + half, top + taper, ground).Draw(sketch, colour, columns, rows, share);
        if (random.Chance(0.3))
            sketch.Line(middle, top, middle, top - 0.15f, 0.004f, Rgb.Black);
        if (ground < 1.02f && random.Chance(0.6))
            sketch.Box(middle - half * 0.15f, ground - 0.08f, middle + half * 0.15f, ground, colour * 0.35f);
    }

    private static void Lawn(Sketch sketch, float ground)
    {
        var random = sketch.Random;
        var green = Rgb.Hsv(random.Between(70, 120), random.Between(0.3f, 0.6f), random.Between(0.25f, 0.55f));
        var floor = random.Chance(0.5) ? green : new Rgb(0.5f, 0.5f, 0.5f);
        sketch.Box(0, ground, 1, 1.01f, new Paint(floor, floor * 0.85f, 1, 0.2f, 8, 3));
        for (var trees = random.Next(0, 4); trees > 0; trees--)
        {
            var (x, size) = (random.Between(0, 1), random.Between(0.05f, 0.13f));
            sketch.Line(x, ground - size, x, ground + 0.03f, 0.008f, new Rgb(0.3f, 0.22f, 0.15f));
            sketch.Ellipse(x, ground - size * 1.2f, size, size * 1.2f, new Paint(green * 1.1f, green * 0.6f, 1, 0.6f));
        }
    }

    private static void Carriageway(Sketch sketch, float x, float y, Rgb asphalt)
    {
        var random = sketch.Random;
        var pavement = random.Near(new(0.65f, 0.62f, 0.58f)) * random.Between(0.8f, 1.1f);
        var (left, right) = (random.Between(-0.35f, 0.15f), random.Between(0.85f, 1.35f));
        sketch.Polygon(new Paint(pavement, pavement, 1, 0.1f), x - 0.01f, y, -0.6f, 1.01f, left, 1.01f);
        sketch.Polygon(new Paint(pavement, pavement, 1, 0.1f), x + 0.01f, y, 1.6f, 1.01f, right, 1.01f);
        if (random.Chance(0.6))
        {
            var line = random.Chance(0.7) ? Rgb.White : new Rgb(0.9f, 0.75f, 0.2f);
            var foot = (left + right) / 2;
            for (var (near, step) = (0.08f, 0.08f); near < 1; near += step, step *= 1.35f)
            {
                var far = near + step * 0.5f;
                float At(float share) => x + (foot - x) * share;
                float Down(float share) => y + (1 - y) * share;
                sketch.Polygon(line.Mix(asphalt, 0.2f), At(near) - 0.012f * near, Down(near), At(near) + 0.012f * near, Down(near),
                    At(far) + 0.02f * far, Down(far), At(far) - 0.02f * far, Down(far));
            }
        }
    }

    private static void Row(Sketch sketch, float x, float y, float side)
    {
        var random = sketch.Random;
        if (random.Chance(0.12))
            return;
        var outward = side - 0.5f > 0 ? 1 : -1;
        var reach = (side - x) * outward + 0.12f;
        var gap = random.Between(0.03f, 0.14f);
        var (lift, drop) = (random.Between(0.45f, 1), random.Between(0.28f, 0.5f));
        for (var (near, first) = (gap, true); near < reach; first = false)
        {
            var end = Math.Min(reach, near + random.Between(0.06f, 0.22f) * (0.5f + 2 * near));
            var tall = lift * random.Between(0.75f, 1.25f);
            var colour = Masonry(random);
            // Roofs and pavements run to the vanishing point.
            var wall = new Wall(x + outward * near, y - tall * near * 1.6f, y + drop * near, x + outward * end, y - tall * end * 1.6f, y + drop * end);
            if (first || !random.Chance(0.15))
                wall.Draw(sketch, colour, Math.Max(1, (int)((end - near) * 14)), random.Next(2, 6), random.Between(0.4f, 0.7f));
            else
                sketch.Ellipse(x + outward * (near + end) / 2, y - tall * near * 0.5f, (end - near) * 0.7f, tall * near * 0.7f,
                    new Paint(new(0.3f, 0.5f, 0.2f), new(0.15f, 0.28f, 0.1f), 1, 0.6f));
            near = end;
        }
    }

    private static void Lamp(Sketch sketch, float x, float y, float near, int side)
    {
        var (foot, top) = (y + 0.3f * near, y - 0.75f * near);
        var post = x + side * near * 0.55f;
        sketch.Line(post, top, post, foot, 0.004f + 0.006f * near, Rgb.Black);
        sketch.Line(post, top, post - side * 0.1f * near, top - 0.02f, 0.004f + 0.004f * near, Rgb.Black);
        sketch.Ellipse(post - side * 0.1f * near, top, 0.02f * near, 0.015f, new Rgb(0.95f, 0.92f, 0.75f));
    }

    /// <summary>A wall between two upright edges, each given by its x, top and bottom.</summary>
    private readonly record struct Wall(float X0, float Top0, float Bottom0, float X1, float Top1, float Bottom1)
    {
        public void Draw(Sketch sketch, Rgb colour, int columns, int rows, float share)
        {
            var random = sketch.Random;
            Fill(sketch, 0, 0, 1, 1, new Paint(colour * 1.06f, colour * 0.9f, 1, 0.12f, 5, 5));
            var glass = random.Chance(0.75) ? Rgb.Hsv(random.Between(190, 230), random.Between(0, 0.4f), random.Between(0.12f, 0.5f))
                : Rgb.Hsv(random.Between(35, 55), random.Between(0.2f, 0.6f), random.Between(0.6f, 1));
            var (gapX, gapY) = ((1 - share) / 2 / columns, (1 - share * 0.85f) / 2 / rows);
            for (var row = 0; row < rows; row++)
                for (var column = 0; column < columns; column++)
                    Fill(sketch, (float)column / columns + gapX, (float)row / rows + gapY, (column + 1f) / columns - gapX, (row + 1f) / rows - gapY,
                        random.Near(glass, 0.07f));
        }

        private void Fill(Sketch sketch, float left, float top, float right, float bottom, Paint paint)
        {
            var (ax, ay) = At(left, top);
            var (bx, by) = At(right, top);
            var (cx, cy) = At(right, bottom);
            var (dx, dy) = At(left, bottom);
            sketch.Polygon(paint, ax, ay, bx, by, cx, cy, dx, dy);
        }

        private (float X, float Y) At(float across, float down)
        {
            var (top, bottom) = (Top0 + across * (Top1 - Top0), Bottom0 + across * (Bottom1 - Bottom0));
            return (X0 + across * (X1 - X0), top + down * (bottom - top));
        }
    }
}
