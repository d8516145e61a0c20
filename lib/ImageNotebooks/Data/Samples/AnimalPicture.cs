namespace ImageNotebooks;

/// <summary>Draws one picture of an Animals-10 class at any size; the drawing itself is small, and enlarged.</summary>
internal static class AnimalPicture
{
    private const int LongSide = 144;

    /// <summary>The classes under their Italian names, in the alphabet's order; a class's place here is its label.</summary>
    public static readonly string[] ClassNames =
        ["cane", "cavallo", "elefante", "farfalla", "gallina", "gatto", "mucca", "pecora", "ragno", "scoiattolo"];

    public static Photo Draw(int label, int width, int height, Random random)
    {
        var scale = (float)LongSide / Math.Max(width, height);
        var canvas = new Canvas((int)(width * scale), (int)(height * scale), random, grid: 2);
        var place = random.Pick(Places(label));
        Backdrop.Draw(canvas, place, random.Between(0.25f, 0.75f) * canvas.Height, random);
        var size = Math.Min(canvas.Width, canvas.Height);
        var pose = Pose.At(canvas.Width / 2f + size * random.Between(-0.12f, 0.12f), size * random.Between(0.45f, 0.55f),
            size * random.Between(0.36f, 0.52f), random.Between(-6, 6), random.Chance(0.5));
        DrawFigure(label, new Sketch(canvas, pose, random));
        if (random.Chance(0.12))
            Backdrop.Occlude(canvas, place, random);
        return Camera.Shoot(canvas, random).Resize(width, height);
    }

    private static void DrawFigure(int label, Sketch sketch)
    {
        switch (label)
        {
            case 0: Pets.DrawDog(sketch); break;
            case 1: HoofedAnimals.DrawHorse(sketch); break;
            case 2: WildAnimals.DrawElephant(sketch); break;
            case 3: WildAnimals.DrawButterfly(sketch); break;
            case 4: FarmAnimals.DrawChicken(sketch); break;
            case 5: Pets.DrawCat(sketch); break;
            case 6: FarmAnimals.DrawCow(sketch); break;
            case 7: FarmAnimals.DrawSheep(sketch); break;
            case 8: WildAnimals.DrawSpider(sketch); break;
            case 9: WildAnimals.DrawSquirrel(sketch); break;
            default: throw new ArgumentOutOfRangeException(nameof(label), label, "Animals-10 has the labels 0 to 9.");
        }
    }

    // Every place serves several classes, so that the background alone does not give the class away.
    private static Place[] Places(int label) => label switch
    {
        0 => [Place.Indoor, Place.Meadow, Place.Meadow, Place.Sand, Place.Sand, Place.Road],
        2 => [Place.Sand, Place.Sand, Place.Sand, Place.Meadow, Place.Water, Place.Road],
        3 => [Place.Forest, Place.Forest, Place.Meadow, Place.Sky],
        5 => [Place.Indoor, Place.Indoor, Place.Indoor, Place.Indoor, Place.Road, Place.Meadow],
        8 => [Place.Forest, Place.Indoor, Place.Sky, Place.Sand],
        9 => [Place.Forest, Place.Forest, Place.Forest, Place.Meadow, Place.Road],
        4 => [Place.Meadow, Place.Sand, Place.Sand, Place.Road, Place.Road],
        _ => [Place.Meadow, Place.Meadow, Place.Meadow, Place.Meadow, Place.Sand, Place.Forest],
    };
}
