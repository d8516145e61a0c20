namespace ImageNotebooks;

/// <summary>Takes photographs of drawn pictures, with a camera's faults.</summary>
internal static class Camera
{
    /// <summary>The drawing a little out of focus, in more or less light, with a tint, and noisy.</summary>
    public static Photo Shoot(Canvas canvas, Random random)
    {
        var photo = canvas.Develop();
        photo.Blur(random.Between(0, 0.55f));
        var brightness = random.Between(0.8f, 1.2f);
        var light = new Rgb(random.Between(0.93f, 1.07f), random.Between(0.95f, 1.05f), random.Between(0.93f, 1.07f));
        photo.Expose(light * brightness, random.Between(0.72f, 1.15f));
        photo.AddNoise(random, random.Between(0.01f, 0.035f));
        return photo;
    }
}
