namespace ImageNotebooks;

/// <summary>The figures of PASCAL VOC's classes: where each is at home, how large it is beside others, and its drawing.</summary>
internal static class VocFigures
{
    public static void Draw(int label, Sketch sketch, Place place)
    {
        switch (label)
        {
            case 0: Aircraft.Draw(sketch); break;
            case 1: Cycles.DrawBicycle(sketch); break;
            case 2: SmallAnimals.DrawBird(sketch, place); break;
            case 3: Ships.Draw(sketch); break;
            case 4: Household.DrawBottle(sketch); break;
            case 5: PublicTransport.DrawBus(sketch); break;
            case 6: RoadVehicles.DrawAutomobile(sketch); break;
            case 7: Pets.DrawCat(sketch); break;
            case 8: Household.DrawChair(sketch); break;
            case 9: FarmAnimals.DrawCow(sketch); break;
            case 10: Household.DrawTable(sketch); break;
            case 11: Pets.DrawDog(sketch); break;
            case 12: HoofedAnimals.DrawHorse(sketch); break;
            case 13: Cycles.DrawMotorbike(sketch); break;
            case 14 when sketch.Random.Chance(0.25): People.DrawPortrait(sketch); break;
            case 14: People.DrawStanding(sketch); break;
            case 15: Household.DrawPlant(sketch); break;
            case 16: FarmAnimals.DrawSheep(sketch); break;
            case 17: Household.DrawSofa(sketch); break;
            case 18: PublicTransport.DrawTrain(sketch); break;
            case 19: Household.DrawScreen(sketch); break;
            default: throw Unknown(label);
        }
    }

    public static Place[] Places(int label) => label switch
    {
        0 => [Place.Sky],
        2 => [Place.Sky, Place.Forest, Place.Meadow, Place.Water],
        3 => [Place.Water],
        4 or 8 or 10 or 15 or 17 or 19 => [Place.Indoor],
        5 or 6 or 1 or 13 => [Place.Road],
        7 => [Place.Indoor, Place.Meadow],
        9 or 16 => [Place.Meadow],
        11 => [Place.Indoor, Place.Meadow, Place.Road, Place.Sand],
        12 or 18 => [Place.Meadow, Place.Sand],
        14 => [Place.Indoor, Place.Road, Place.Meadow, Place.Sand],
        _ => throw Unknown(label),
    };

    public static float Size(int label) => label switch { 5 or 18 => 1.2f, 2 or 4 => 0.8f, 14 => 1.1f, _ => 1 };

    private static ArgumentOutOfRangeException Unknown(int label) => new(nameof(label), label, "VOC's classes have the labels 0 to 19.");
}
