namespace ImageNotebooks;

/// <summary>
/// Smooth random texture: random values on a lattice, blended between, several octaves of it added
/// (each twice as fine and half as strong). Endless, repeating every 32 lattice cells.
/// </summary>
internal sealed class ValueNoise
{
    private const int Side = 32;
    private readonly float[] lattice = new float[Side * Side];

    public ValueNoise(Random random)
    {
        for (var i = 0; i < lattice.Length; i++)
            lattice[i] = random.Between(-1, 1);
    }

    /// <summary>The texture at a point, -1 to 1 and 0 on average; one unit is one cell of the coarsest lattice.</summary>
    public float At(float x, float y, int octaves = 3)
    {
        var (sum, strength, total) = (0f, 1f, 0f);
        for (var octave = 0; octave < octaves; octave++)
        {
            sum += strength * Smooth(x, y);
            total += strength;
            strength /= 2;
            // The shift keeps the octaves' lattice points from falling on each other.
            (x, y) = (2 * x + 17, 2 * y + 31);
        }
        return sum / total;
    }

    private float Smooth(float x, float y)
    {
        var (left, top) = (MathF.Floor(x), MathF.Floor(y));
        var (u, v) = (x - left, y - top);
        (u, v) = (u * u * (3 - 2 * u), v * v * (3 - 2 * v));
        var (x0, y0) = ((int)left & (Side - 1), ((int)top & (Side - 1)) * Side);
        var (x1, y1) = ((x0 + 1) & (Side - 1), (y0 + Side) & (Side * Side - 1));
        var above = lattice[y0 + x0] + u * (lattice[y0 + x1] - lattice[y0 + x0]);
        var below = lattice[y1 + x0] + u * (lattice[y1 + x1] - lattice[y1 + x0]);
        return above + v * (below - above);
    }
}
