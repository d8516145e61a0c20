namespace ImageNotebooks;

/// <summary>What the cells of one patient share: the name, the slides, and how stain and lamp colour them.</summary>
/// <param name="Id">The name as it begins every file of the patient; those of healthy patients have an N.</param>
/// <param name="Slides">The middle of the files' names, one for each photograph of a slide.</param>
/// <param name="Healthy">Whether none of the cells holds parasites.</param>
/// <param name="Plasma">Colour of the cells.</param>
/// <param name="Stain">Colour of stained parasites.</param>
/// <param name="Radius">Usual radius of the cells, pixels.</param>
internal sealed record MalariaPatient(string Id, string[] Slides, bool Healthy, Rgb Plasma, Rgb Stain, float Radius)
{
    /// <summary>The n-th patient; every fourth is healthy.</summary>
    public static MalariaPatient Draw(int number, Random random)
    {
        var healthy = number % 4 == 3;
        var clinic = 100 + 2 * number + random.Next(2);
        var day = $"2015{random.Next(8, 12):00}{random.Next(1, 29):00}";
        var slides = Enumerable.Range(0, random.Next(3, 6))
            .Select(slide => $"IMG_{day}_{9 + slide:00}{random.Next(60):00}{random.Next(60):00}").ToArray();
        var hue = random.Next(4) switch { 0 => random.Between(225, 265), 1 => random.Between(300, 330), _ => random.Between(345, 380) };
        var plasma = Rgb.Hsv(hue, random.Between(0.1f, 0.32f), random.Between(0.68f, 0.88f));
        var stain = Rgb.Hsv(random.Between(265, 320), random.Between(0.45f, 0.75f), random.Between(0.4f, 0.6f));
        return new($"C{clinic}P{clinic - 39}{(healthy ? "N" : "")}ThinF", slides, healthy, plasma, stain, random.Between(56, 72));
    }
}
