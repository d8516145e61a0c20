namespace ImageNotebooks.Tests;

public class CanvasTests
{
    private static readonly Rgb Red = new(1, 0, 0);

    [Theory]
    [InlineData(0)]
    [InlineData(37)]
    [InlineData(-120)]
    public void An_ellipse_covers_its_area_wherever_it_is_turned(float degrees)
    {
        var photo = Draw(40, canvas => canvas.Fill(new Ellipse(0, 0, 1, 0.5f), Pose.At(20, 20, 15, degrees), Red));

        Assert.Equal(MathF.PI * 15 * 7.5f, Redness(photo, 40), tolerance: 4);
    }

    [Fact]
    public void A_pixel_half_covered_is_half_coloured()
    {
        var photo = Draw(4, canvas => canvas.Fill(new Polygon([0, 0, 1.5f, 0, 1.5f, 4, 0, 4]), Pose.At(0, 0, 1), Red), grid: 4);

        Assert.Equal([1, 0.5f, 0, 0], Enumerable.Range(0, 4).Select(x => photo[x].R));
    }

    [Fact]
    public void A_capsule_reaches_round_both_ends()
    {
        var capsule = new Capsule(0, 0, 4, 0, 1, 0.5f);

        Assert.True(capsule.Contains(-0.9f, 0));
        Assert.False(capsule.Contains(-0.9f, 0.9f));
        Assert.True(capsule.Contains(4.4f, 0));
        Assert.False(capsule.Contains(4.6f, 0));
        Assert.True(capsule.Contains(2, 0.7f));
        Assert.False(capsule.Contains(2, 0.8f));
    }

    [Fact]
    public void A_polygon_has_its_notch()
    {
        var notched = new Polygon([0, 0, 4, 0, 4, 4, 2, 1, 0, 4]);

        Assert.True(notched.Contains(0.5f, 2));
        Assert.False(notched.Contains(2, 2));
    }

    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(30, 0.5, 0.8660254)]
    [InlineData(90, 1, 0)]
    [InlineData(-450, -1, 0)]
    [InlineData(215, -0.5735764, -0.8191520)]
    public void Sine_and_cosine_are_right_to_six_digits(float degrees, float sin, float cos)
    {
        var (actualSin, actualCos) = Pose.SinCos(degrees);

        Assert.Equal(sin, actualSin, tolerance: 2e-6f);
        Assert.Equal(cos, actualCos, tolerance: 2e-6f);
    }

    [Fact]
    public void A_pose_turns_clockwise_mirrors_and_goes_back()
    {
        var pose = Pose.At(10, 20, 2, degrees: 90, flip: true).Within(1, 2, 3, 30);

        Assert.Equal((10f, 22f), Round(Pose.At(10, 20, 2, degrees: 90).Map(1, 0)));
        Assert.Equal((10f, 18f), Round(Pose.At(10, 20, 2, degrees: 90, flip: true).Map(1, 0)));
        var (x, y) = pose.Map(0.25f, -0.75f);
        Assert.Equal((0.25f, -0.75f), Round(pose.Inverse().Map(x, y)));
    }

    [Fact]
    public void Texture_stays_within_its_bounds_and_repeats_from_its_seed()
    {
        var (noise, same) = (new ValueNoise(new Random(3)), new ValueNoise(new Random(3)));
        var values = Enumerable.Range(0, 4000).Select(i => noise.At(i * 0.37f - 500, i * 0.11f)).ToArray();

        Assert.All(values, value => Assert.InRange(value, -1, 1));
        Assert.InRange(values.Average(), -0.1f, 0.1f);
        Assert.True(values.Max() - values.Min() > 0.5f);
        Assert.Equal(values[17], same.At(17 * 0.37f - 500, 17 * 0.11f));
    }

    [Fact]
    public void A_photo_keeps_its_mean_when_blurred_and_its_bytes_lie_in_planes()
    {
        var photo = Draw(4, canvas => canvas.Fill(new Band(0, 4, 4), Pose.At(0, 0, 1), new Rgb(1, 0.5f, -0.2f)));
        var planes = new byte[48];

        photo.Blur(0.7f);
        photo.WritePlanes(planes);

        Assert.All(planes[..16], level => Assert.Equal(255, level));
        Assert.All(planes[16..32], level => Assert.Equal(128, level));
        Assert.All(planes[32..], level => Assert.Equal(0, level));
    }

    [Fact]
    public void Sensor_noise_has_the_deviation_asked_for()
    {
        var photo = new Photo(64, 64);
        photo.AddNoise(new Random(1), 0.2f);
        var values = Enumerable.Range(0, 64 * 64).Select(i => (double)photo[i].G).ToArray();

        Assert.Equal(0, values.Average(), tolerance: 0.015);
        Assert.Equal(0.2, Math.Sqrt(values.Average(v => v * v)), tolerance: 0.01);
    }

    [Fact]
    public void A_canvas_remembers_which_object_each_pixel_shows()
    {
        var canvas = new Canvas(6, 2, new Random(0), grid: 2, marksObjects: true);
        canvas.FillBand(0, 2, Red);
        Fill(1, 1, 5, Red);
        Fill(2, 2.5f, 4, Red);
        Fill(3, 0, 6, new Paint(Red, Red, Opacity: 0.4f));
        Fill(4, 4, 5, Paint.Flat(Red) with { Scenery = true });

        Assert.Equal([0, 1, 2, 2, 0, 0], canvas.ObjectPlane(out var mixed)[..6]);
        Assert.Equal([false, false, true, false, false, false], mixed[..6]);

        void Fill(byte number, float left, float right, Paint paint)
        {
            canvas.Object = number;
            canvas.Fill(new Polygon([left, 0, right, 0, right, 2, left, 2]), Pose.At(0, 0, 1), paint);
        }
    }

    [Fact]
    public void A_canvas_that_marks_nothing_has_no_object_plane() =>
        Assert.Throws<InvalidOperationException>(() => new Canvas(2, 2, new Random(0)).ObjectPlane(out _));

    [Fact]
    public void A_skyline_follows_its_heights()
    {
        var line = new Skyline([0.5f, 0.1f, 0.3f], Bottom: 0.9f);

        Assert.Equal(0.2f, line.At(0.75f), tolerance: 1e-6f);
        Assert.True(line.Contains(0.5f, 0.15f));
        Assert.False(line.Contains(0, 0.45f));
        Assert.False(line.Contains(0.5f, 0.95f));
        Assert.All(line.Below(0.4f, 0, new Random(0)).Heights, height => Assert.True(height >= 0.4f));
    }

    [Fact]
    public void A_blob_wavers_about_its_disc()
    {
        var blob = new Blob(1, [(0.2f, 0), (0, 0.1f)]);

        Assert.True(blob.Contains(0, 0));
        Assert.True(blob.Contains(1.15f, 0));
        Assert.False(blob.Contains(1.25f, 0));
        Assert.False(blob.Contains(0, 0.85f));
        Assert.True(blob.Contains(0, -0.85f));
        Assert.Equal(1.3f, blob.Bounds.Right, tolerance: 1e-6f);
    }

    [Fact]
    public void A_photo_enlarged_runs_evenly_from_pixel_to_pixel_and_fades_to_grey()
    {
        var photo = new Photo(2, 1) { [0] = new(1, 0, 0), [1] = new(0, 0, 0) };

        var large = photo.Resize(4, 2);
        large.Fade(1);

        Assert.Equal([1, 0.75f, 0.25f, 0], photo.Resize(4, 2).ToRgb().Chunk(3).Take(4).Select(pixel => MathF.Round(pixel[0] / 255f, 2)));
        Assert.Equal([76, 76, 76, 57, 57, 57], large.ToRgb()[..6]);
    }

    private static Photo Draw(int side, Action<Canvas> draw, int grid = 3)
    {
        var canvas = new Canvas(side, side, new Random(0), grid);
        draw(canvas);
        return canvas.Develop();
    }

    private static float Redness(Photo photo, int side) => Enumerable.Range(0, side * side).Sum(pixel => photo[pixel].R);

    private static (float, float) Round((float X, float Y) point) => (MathF.Round(point.X, 4), MathF.Round(point.Y, 4));
}
