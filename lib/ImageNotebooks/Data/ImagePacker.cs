using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace ImageNotebooks;

/// <summary>Decodes files on all cores into a <see cref="PackFile"/>, or finds the one that was made of them before.</summary>
internal static class ImagePacker
{
    private static readonly TimeSpan WorthSaying = TimeSpan.FromSeconds(2);

    /// <summary>Loads images.</summary>
    /// <param name="name">Begins the pack's file name.</param>
    /// <param name="paths">The files.</param>
    /// <param name="names">The same files by the names that belong to the set, for the key.</param>
    /// <param name="recipe">How they are decoded; its text is a part of the key.</param>
    /// <param name="onBadImage">What to do with files that cannot be read.</param>
    /// <returns>The images, without those that were skipped, and by file number what was skipped and why.</returns>
    public static (PackedImages Images, IReadOnlyDictionary<int, string> Skipped) Load(
        string name, IReadOnlyList<string> paths, IReadOnlyList<string> names, IPackRecipe recipe, OnBadImage onBadImage)
    {
        var pack = PackFile.PathOf(name, FileFingerprints.Of(paths, names), recipe.ToString()!);
        if (PackFile.Open(pack) is not { } opened || (onBadImage == OnBadImage.Throw && Dispose(opened)))
        {
            PackFile.Make(pack, file => Decode(name, paths, recipe, onBadImage, file));
            opened = PackFile.Open(pack) ?? throw new DataFileException($"'{pack}' was written and cannot be read; is the disk failing?");
        }
        if (opened.Description.Count == 0)
            throw new DataFileException($"None of the {paths.Count} files of {name} can be read; the first, '{paths[0]}', {opened.Description.Skipped[0]}.");
        return (opened.Images, opened.Description.Skipped);

        // A pack with gaps serves only those who may skip; decoding again names the first bad file.
        static bool Dispose((PackedImages Images, PackFile.Description Description) opened)
        {
            if (opened.Description.Skipped.Count == 0) return false;
            opened.Images.Dispose();
            return true;
        }
    }

    private static PackFile.Description Decode(string name, IReadOnlyList<string> paths, IPackRecipe recipe, OnBadImage onBadImage, SafeFileHandle file)
    {
        var (channels, height, width) = recipe.Shape;
        var imageBytes = channels * height * width;
        var skipped = new ConcurrentDictionary<int, string>();
        using var said = new DecodingProgress(name, paths.Count, WorthSaying);
        var first = new FirstFailure();
        // Parallel.For begins anew with its threads some times a second; their buffers are large and go on.
        var idle = new ConcurrentBag<(IPackDecoder Decoder, byte[] Planes)>();
        Parallel.For(0, paths.Count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, Wake, (i, loop, local) =>
        {
            try
            {
                local.Decoder.Decode(paths[i], local.Planes);
                RandomAccess.Write(file, local.Planes, (long)i * imageBytes);
            }
            catch (ImageFileException e) when (onBadImage == OnBadImage.Skip)
            {
                skipped[i] = e.Reason;
            }
            catch (ImageFileException e)
            {
                first.Keep(i, e);
                loop.Break();
            }
            said.OneMore();
            return local;
        }, idle.Add);
        first.Throw();
        CloseGaps(file, paths.Count, imageBytes, skipped);
        return new(paths.Count - skipped.Count, channels, height, width, new SortedDictionary<int, string>(skipped));

        (IPackDecoder Decoder, byte[] Planes) Wake() => idle.TryTake(out var rested) ? rested : (recipe.NewDecoder(), new byte[imageBytes]);
    }

    private static void CloseGaps(SafeFileHandle file, int count, int imageBytes, ConcurrentDictionary<int, string> skipped)
    {
        if (skipped.IsEmpty) return;
        var planes = new byte[imageBytes];
        for (var (from, to) = (0, 0); from < count; from++)
        {
            if (skipped.ContainsKey(from)) continue;
            if (from != to)
            {
                RandomAccess.Read(file, planes, (long)from * imageBytes);
                RandomAccess.Write(file, planes, (long)to * imageBytes);
            }
            to++;
        }
    }

    /// <summary>The failure with the lowest number, whichever thread came first.</summary>
    private sealed class FirstFailure
    {
        private readonly Lock gate = new();
        private (int Index, ImageFileException Error)? failure;

        public void Keep(int index, ImageFileException error)
        {
            lock (gate)
            {
                if (failure is null || index < failure.Value.Index) failure = (index, error);
            }
        }

        public void Throw()
        {
            if (failure is { } found) throw new ImageFileException(found.Error.Path, $"{found.Error.Reason}; onBadImage: OnBadImage.Skip leaves such files out and lists them", found.Error.InnerException);
        }
    }

    /// <summary>Says how far decoding is, where it takes long enough for somebody to wonder.</summary>
    private sealed class DecodingProgress(string name, int count, TimeSpan pause) : IDisposable
    {
        private readonly System.Diagnostics.Stopwatch clock = System.Diagnostics.Stopwatch.StartNew();
        private long next = pause.Ticks;
        private int done;
        private bool spoke;

        public void OneMore()
        {
            var number = Interlocked.Increment(ref done);
            var due = Interlocked.Read(ref next);
            if (clock.Elapsed.Ticks < due || Interlocked.CompareExchange(ref next, clock.Elapsed.Ticks + (Console.IsOutputRedirected ? 5 : 1) * pause.Ticks, due) != due) return;
            spoke = true;
            Console.Write(Line(number) + (Console.IsOutputRedirected ? "\n" : "\r"));
        }

        public void Dispose()
        {
            if (spoke) Console.WriteLine(Line(done));
        }

        private string Line(int number) =>
            string.Create(CultureInfo.InvariantCulture, $"decoding {name}: {number:#,0} of {count:#,0} images, {number / clock.Elapsed.TotalSeconds:#,0} a second  ");
    }
}
