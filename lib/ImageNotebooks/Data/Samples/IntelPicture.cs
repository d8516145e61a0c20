namespace ImageNotebooks;

/// <summary>Draws one picture of an Intel scene class as the bytes of a JPEG file.</summary>
internal static class IntelPicture
{
    private const int Side = 150;

    /// <summary>The classes in the alphabet's order; a class's place here is its label.</summary>
    public static readonly string[] ClassNames = ["buildings", "forest", "glacier", "mountain", "sea", "street"];

    public static byte[] Draw(int label, Random random)
    {
        var (width, height) = random.Chance(0.025) ? random.Pick((Side, 113), (Side, 119), (141, Side), (Side, 135)) : (Side, Side);
        var canvas = new Canvas(width, height, random, grid: 2);
        // A part of the scene, so that horizon, sky and ground are not always where they are drawn.
        var zoom = random.Between(1, 1.6f);
        var sketch = Sketch.Over(canvas, random).Part(random.Between(0, 1 - zoom), random.Between(0, 1 - zoom), zoom);
        switch (label)
        {
            case 0: Townscapes.DrawBuildings(sketch); break;
            case 1: Landscapes.DrawForest(sketch); break;
            case 2: Landscapes.DrawGlacier(sketch); break;
            case 3: Landscapes.DrawMountain(sketch); break;
            case 4: Landscapes.DrawSea(sketch); break;
            case 5: Townscapes.DrawStreet(sketch); break;
            default: throw new ArgumentOutOfRangeException(nameof(label), label, "Intel's scenes have the labels 0 to 5.");
        }
        var photo = Camera.Shoot(canvas, random);
        photo.Fade(random.Chance(0.1) ? 1 : random.Between(0, 0.5f));
        return Jpeg.Encode(photo.ToRgb(), width, height, channels: 3, quality: random.Next(75, 93));
    }
}
