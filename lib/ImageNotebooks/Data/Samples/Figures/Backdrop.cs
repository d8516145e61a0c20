namespace ImageNotebooks;

/// <summary>The kinds of place a figure may stand in.</summary>
internal enum Place { Sky, Meadow, Forest, Water, Road, Sand, Indoor }

/// <summary>Draws places: what lies behind a figure, and now and then something in front of it.</summary>
internal static class Backdrop
{
    /// <summary>Fills the whole canvas with a place, its horizon at a height in pixels (unused by <see cref="Place.Sky"/>).</summary>
    public static void Draw(Canvas canvas, Place place, float horizon, Random random)
    {
        switch (place)
        {
            case Place.Sky:
                DrawSky(canvas, canvas.Height, random);
                break;
            case Place.Meadow:
                DrawSky(canvas, horizon, random);
                Hedge(canvas, horizon, 0.15f, random);
                Ground(canvas, horizon, Rgb.Hsv(random.Between(65, 125), random.Between(0.3f, 0.65f), random.Between(0.35f, 0.7f)), 0.3f, 2, random);
                break;
            case Place.Forest:
                DrawForest(canvas, horizon, random);
                break;
            case Place.Water:
                DrawSky(canvas, horizon, random);
                Hedge(canvas, horizon, 0.06f, random);
                Ground(canvas, horizon, Rgb.Hsv(random.Between(170, 225), random.Between(0.2f, 0.65f), random.Between(0.3f, 0.7f)), 0.25f, 7, random);
                break;
            case Place.Road:
                DrawRoad(canvas, horizon, random);
                break;
            case Place.Sand:
                DrawSky(canvas, horizon, random);
                Ground(canvas, horizon, Rgb.Hsv(random.Between(25, 50), random.Between(0.1f, 0.45f), random.Between(0.6f, 0.9f)), 0.15f, 3, random);
                break;
            case Place.Indoor:
                DrawRoom(canvas, horizon, random);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(place), place, "No drawing is known for this place.");
        }
    }

    /// <summary>Lays something across the figure: blades of grass, a post, or the edge of a near thing.</summary>
    public static void Occlude(Canvas canvas, Place place, Random random)
    {
        var (width, height) = (canvas.Width, canvas.Height);
        var pose = Pose.At(0, 0, 1);
        var x = random.Between(0.1f, 0.9f) * width;
        if (place is Place.Meadow or Place.Forest && random.Chance(0.7))
        {
            for (var blades = random.Next(8, 22); blades > 0; blades--)
            {
                var foot = random.Between(0, width);
                var green = Rgb.Hsv(random.Between(60, 125), 0.5f, random.Between(0.25f, 0.6f));
                canvas.Fill(new Capsule(foot, height, foot + random.Between(-0.1f, 0.1f) * width,
                    height * random.Between(0.62f, 0.9f), 0.025f * width, 0.006f * width), pose, green);
            }
        }
        else if (random.Chance(0.55))
        {
            canvas.Fill(new Capsule(x, -1, x + random.Between(-0.2f, 0.2f) * width, height + 1, 0.03f * width,
                random.Between(0.02f, 0.06f) * width), pose, Paint.Lit(AnyColour(random) * 0.7f));
        }
        else
        {
            var side = random.Pick(0f, width);
            canvas.Fill(new Ellipse(side, random.Between(0.4f, 1) * height, random.Between(0.1f, 0.25f) * width,
                random.Between(0.15f, 0.35f) * height, random.Between(-30, 30)), pose, Paint.Lit(AnyColour(random)) with { Grain = 0.2f });
        }
    }

    /// <summary>Any not too bright colour, dull ones oftener than vivid ones.</summary>
    public static Rgb AnyColour(Random random)
    {
        var vivid = random.Between(0, 1);
        return Rgb.Hsv(random.Between(0, 360), vivid * vivid * 0.9f, random.Between(0.15f, 0.9f));
    }

    /// <summary>A sky down to a height in pixels: blue, overcast or of evening light.</summary>
    public static void DrawSky(Canvas canvas, float bottom, Random random)
    {
        var sky = random.Next(6) switch
        {
            0 => Rgb.Hsv(random.Between(15, 45), random.Between(0.2f, 0.5f), random.Between(0.6f, 0.95f)),
            1 or 2 => Rgb.Hsv(random.Between(190, 230), random.Between(0, 0.12f), random.Between(0.55f, 0.95f)),
            _ => Rgb.Hsv(random.Between(198, 222), random.Between(0.25f, 0.7f), random.Between(0.55f, 0.95f)),
        };
        var haze = sky.Mix(Rgb.White, random.Between(0.1f, 0.7f));
        canvas.FillBand(0, bottom, new Paint(sky, haze, 1, random.Between(0, 0.12f), 0.5f * canvas.Width, 0.25f * canvas.Height));
    }

    private static void Ground(Canvas canvas, float top, Rgb colour, float grain, float flatness, Random random) =>
        canvas.FillBand(top, canvas.Height, new Paint(colour * 0.9f, random.Near(colour), 1, grain,
            0.08f * flatness * canvas.Width, random.Between(0.06f, 0.12f) * canvas.Height));

    private static void Hedge(Canvas canvas, float horizon, float tallest, Random random)
    {
        if (random.Chance(0.4))
            return;
        var colour = Rgb.Hsv(random.Between(70, 220), random.Between(0.1f, 0.4f), random.Between(0.2f, 0.55f));
        for (var x = 0f; x < canvas.Width * 1.1f; x += 0.16f * canvas.Width)
            canvas.Fill(new Ellipse(x, horizon, 0.15f * canvas.Width, random.Between(0.3f, 1) * tallest * canvas.Height),
                Pose.At(0, 0, 1), Paint.Lit(colour) with { Grain = 0.3f });
    }

    private static void DrawForest(Canvas canvas, float horizon, Random random)
    {
        var leaves = Rgb.Hsv(random.Between(60, 140), random.Between(0.25f, 0.6f), random.Between(0.2f, 0.55f));
        canvas.FillBand(0, horizon, new Paint(leaves, leaves * 0.7f, 1, 0.7f, 0.15f * canvas.Width, 0.15f * canvas.Height));
        for (var trunks = random.Next(0, 5); trunks > 0; trunks--)
        {
            var x = random.Between(0, canvas.Width);
            var bark = Rgb.Hsv(random.Between(15, 45), random.Between(0.1f, 0.4f), random.Between(0.15f, 0.5f));
            canvas.Fill(new Capsule(x, -2, x, horizon, 0.02f * canvas.Width, random.Between(0.02f, 0.06f) * canvas.Width), Pose.At(0, 0, 1), bark);
        }
        var floor = Rgb.Hsv(random.Between(25, 110), random.Between(0.25f, 0.55f), random.Between(0.25f, 0.6f));
        Ground(canvas, horizon, floor, 0.4f, 1.5f, random);
    }

    private static void DrawRoad(Canvas canvas, float horizon, Random random)
    {
        DrawSky(canvas, horizon, random);
        Hedge(canvas, horizon, 0.2f, random);
        if (random.Chance(0.4))
        {
            var wall = random.Near(AnyColour(random).Mix(new(0.6f, 0.55f, 0.5f), 0.6f));
            canvas.FillBand(horizon * random.Between(0, 0.7f), horizon, new Paint(wall, wall * 0.9f, 1, 0.2f, 0.1f * canvas.Width, 0.2f * canvas.Height));
        }
        var grey = random.Between(0.3f, 0.65f);
        Ground(canvas, horizon, random.Near(new(grey, grey, grey), 0.03f), 0.12f, 3, random);
        if (random.Chance(0.4))
            canvas.FillBand(0.93f * canvas.Height, 0.96f * canvas.Height, Rgb.White);
    }

    private static void DrawRoom(Canvas canvas, float horizon, Random random)
    {
        var wall = AnyColour(random).Mix(new(0.8f, 0.75f, 0.65f), random.Between(0.2f, 0.8f));
        canvas.FillBand(0, horizon, new Paint(wall, wall * 0.9f, 1, random.Between(0, 0.2f), 0.2f * canvas.Width, 0.3f * canvas.Height));
        if (random.Chance(0.5))
        {
            var left = random.Between(-0.2f, 0.8f) * canvas.Width;
            var top = random.Between(0, 0.4f) * canvas.Height;
            canvas.Fill(new Polygon([left, top, left + 0.4f * canvas.Width, top, left + 0.4f * canvas.Width, horizon, left, horizon]),
                Pose.At(0, 0, 1), AnyColour(random));
        }
        var floor = Rgb.Hsv(random.Between(0, 60), random.Between(0.1f, 0.55f), random.Between(0.25f, 0.85f));
        Ground(canvas, horizon, floor, 0.2f, random.Between(1, 6), random);
    }
}
