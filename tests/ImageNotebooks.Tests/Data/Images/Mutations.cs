namespace ImageNotebooks.Tests.Data;

/// <summary>Changes files at random and lets a reader read them: it may succeed or refuse, and do nothing else.</summary>
internal static class Mutations
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    /// <returns>How many were refused.</returns>
    public static int Run(byte[] file, int count, int seed, Action<byte[]> read)
    {
        var refused = 0;
        for (var i = 0; i < count; i++)
        {
            var mutant = Mutate(file, new Random(HashCode.Combine(seed, i)));
            var reading = Task.Run(() =>
            {
                try
                {
                    read(mutant);
                    return 0;
                }
                catch (Exception e) when (e is ImageFileException or InvalidDataException or WeightsFileException)
                {
                    return 1;
                }
            });
            Assert.True(reading.Wait(Longest), $"Mutant {i} took longer than {Longest}.");
            refused += reading.Result;
        }
        return refused;
    }

    private static byte[] Mutate(byte[] file, Random random)
    {
        var bytes = file.ToList();
        for (var changes = 1 + random.Next(4); changes > 0; changes--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[at] = (byte)random.Next(256); break;
                case 2: bytes[at] = (byte)(random.Next(2) * 255); break;
                case 3: bytes.RemoveRange(at, Math.Min(bytes.Count - at, random.Next(1, 40))); break;
                case 4: bytes.InsertRange(at, bytes.GetRange(at, Math.Min(bytes.Count - at, random.Next(1, 40)))); break;
                default: bytes.RemoveRange(at, bytes.Count - at); break;
            }
            if (bytes.Count == 0) break;
        }
        return [.. bytes];
    }
}
