namespace ImageNotebooks;

/// <summary>Draws one picture of a CIFAR-10 class: a place, a figure in it, at times something before it, and a camera's faults.</summary>
internal static class Cifar10Picture
{
    public const int Side = 32;

    /// <summary>CIFAR-10's classes in its order; a class's place here is its label.</summary>
    public static readonly string[] ClassNames =
        ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    /// <summary>Draws a picture of a class into 3,072 bytes: the red plane, the green, the blue, each row by row.</summary>
    public static void Draw(int label, Random random, Span<byte> planes)
    {
        var canvas = new Canvas(Side, Side, random);
        var place = random.Pick(Places(label));
        Backdrop.Draw(canvas, place, random.Between(0.3f, 0.72f) * Side, random);
        var pose = Pose.At(Side * random.Between(0.42f, 0.58f), Side * random.Between(0.43f, 0.57f),
            Side * random.Between(0.37f, 0.5f), random.Between(-8, 8), random.Chance(0.5));
        DrawFigure(label, new Sketch(canvas, pose, random), place);
        if (random.Chance(0.15))
            Backdrop.Occlude(canvas, place, random);
        Camera.Shoot(canvas, random).WritePlanes(planes);
    }

    private static void DrawFigure(int label, Sketch sketch, Place place)
    {
        switch (label)
        {
            case 0: Aircraft.Draw(sketch); break;
            case 1: RoadVehicles.DrawAutomobile(sketch); break;
            case 2: SmallAnimals.DrawBird(sketch, place); break;
            case 3: Pets.DrawCat(sketch); break;
            case 4: HoofedAnimals.DrawDeer(sketch); break;
            case 5: Pets.DrawDog(sketch); break;
            case 6: SmallAnimals.DrawFrog(sketch); break;
            case 7: HoofedAnimals.DrawHorse(sketch); break;
            case 8: Ships.Draw(sketch); break;
            case 9: RoadVehicles.DrawTruck(sketch); break;
            default: throw new ArgumentOutOfRangeException(nameof(label), label, "CIFAR-10 has the labels 0 to 9.");
        }
    }

    // Every place serves several classes, so that the background alone does not give the class away.
    private static Place[] Places(int label) => label switch
    {
        0 => [Place.Sky, Place.Sky, Place.Sky, Place.Sky, Place.Road, Place.Meadow, Place.Water],
        1 => [Place.Road, Place.Road, Place.Road, Place.Meadow, Place.Forest, Place.Sand, Place.Indoor],
        2 => [Place.Sky, Place.Sky, Place.Forest, Place.Forest, Place.Meadow, Place.Water, Place.Sand],
        3 => [Place.Indoor, Place.Indoor, Place.Indoor, Place.Meadow, Place.Forest, Place.Road],
        4 => [Place.Forest, Place.Forest, Place.Meadow, Place.Meadow, Place.Sand, Place.Water],
        5 => [Place.Indoor, Place.Indoor, Place.Meadow, Place.Meadow, Place.Sand, Place.Road],
        6 => [Place.Forest, Place.Meadow, Place.Water, Place.Sand, Place.Indoor],
        7 => [Place.Meadow, Place.Meadow, Place.Meadow, Place.Forest, Place.Sand, Place.Road, Place.Indoor],
        8 => [Place.Water, Place.Water, Place.Water, Place.Water, Place.Water, Place.Sky],
        _ => [Place.Road, Place.Road, Place.Road, Place.Meadow, Place.Sand, Place.Forest, Place.Indoor],
    };
}
