namespace ImageNotebooks;

/// <summary>The draws that pictures are made of.</summary>
internal static class RandomDrawing
{
    public static float Between(this Random random, float low, float high) => low + (high - low) * (float)random.NextDouble();

    public static bool Chance(this Random random, double probability) => random.NextDouble() < probability;

    public static T Pick<T>(this Random random, params ReadOnlySpan<T> choices) => choices[random.Next(choices.Length)];

    /// <summary>About normal, mean 0, deviation 1, within ±3: three uniform draws added, since logarithms differ in their last bit between platforms.</summary>
    public static float Bell(this Random random) =>
        2 * (float)(random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5);

    /// <summary>A near colour: each channel moved by up to <paramref name="amount"/>, and all together by as much again.</summary>
    public static Rgb Near(this Random random, Rgb colour, float amount = 0.06f)
    {
        var light = random.Between(-amount, amount);
        return new(Move(colour.R), Move(colour.G), Move(colour.B));

        float Move(float channel) => Math.Clamp(channel + light + random.Between(-amount, amount), 0.02f, 0.98f);
    }
}
