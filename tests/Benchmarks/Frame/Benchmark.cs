using System.Globalization;

namespace ImageNotebooks.Benchmarks;

/// <summary>One row of <c>lab bench</c>: a piece of our work, and what it is measured against.</summary>
/// <remarks>Each round of ours is followed by one of the reference, so that a machine that slows down slows both.</remarks>
public abstract class Benchmark : IDisposable
{
    /// <summary>The group by which <c>lab bench</c> selects, <c>training</c> for instance.</summary>
    public abstract string Group { get; }

    /// <summary>What is measured, in a few words.</summary>
    public abstract string Name { get; }

    /// <summary>What is to be reached.</summary>
    public abstract Goal Goal { get; }

    /// <summary>What it is measured against; null where the goal is a time.</summary>
    public virtual Reference? Reference => null;

    /// <summary>Makes everything that a round needs and that is not to be measured.</summary>
    public abstract void Prepare();

    /// <summary>The work that is measured. One round before the first that counts warms both sides up.</summary>
    public abstract void Round();

    /// <summary>What has to be done after a round and does not count.</summary>
    public virtual void RoundEnded()
    {
    }

    /// <summary>Lets go of what <see cref="Prepare"/> made.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc cref="Dispose()"/>
    protected virtual void Dispose(bool disposing)
    {
    }
}

/// <summary>What a benchmark is measured against.</summary>
public abstract record Reference;

/// <summary>A function of <c>reference.py</c>.</summary>
/// <param name="Name">The name under which it is registered there.</param>
/// <param name="Arguments">Its arguments, an object whose members become JSON as they are spelled.</param>
/// <param name="Allocator">How its process treats freed memory.</param>
public sealed record PythonReference(string Name, object Arguments, Allocator Allocator = Allocator.Default) : Reference;

/// <summary>What the C library does with memory that a process frees.</summary>
public enum Allocator
{
    /// <summary>As the C library comes: large blocks go back to the kernel and are faulted in anew.</summary>
    Default,

    /// <summary>Kept, as SystemTorch has it.</summary>
    KeepsMemory,
}

/// <summary>Our own work done in another way, in fp32 instead of bf16 for instance.</summary>
/// <param name="Other">The other way; its own goal is not looked at.</param>
public sealed record OwnReference(Benchmark Other) : Reference;

/// <summary>What a benchmark has to reach: a share of the reference's time, or a time.</summary>
/// <param name="Limit">The largest ratio ours/reference, or the longest time in seconds.</param>
/// <param name="IsRatio">Whether the limit is a ratio.</param>
public sealed record Goal(double Limit, bool IsRatio)
{
    /// <summary>Ours may take at most this many times the reference's time.</summary>
    public static Goal AtMostTimes(double ratio) => new(ratio, true);

    /// <summary>Ours has to be at least this many times as fast as the reference.</summary>
    public static Goal AtLeastFaster(double factor) => new(1 / factor, true);

    /// <summary>Ours may take at most this many seconds.</summary>
    public static Goal Within(double seconds) => new(seconds, false);

    /// <summary>Whether it is met; null where it is a ratio and there is no reference.</summary>
    public bool? IsMet(double ours, double? reference) => IsRatio ? reference is { } time ? ours / time <= Limit : null : ours <= Limit;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"<= {Limit:0.##} {(IsRatio ? "x" : "s")}");
}

/// <summary>What a benchmark measured: medians over the rounds.</summary>
/// <param name="Group">The benchmark's group.</param>
/// <param name="Name">The benchmark's name.</param>
/// <param name="Ours">Our seconds a round.</param>
/// <param name="Reference">The reference's seconds a round, null where there is none or it could not run.</param>
/// <param name="Ratio">Ours divided by the reference's.</param>
/// <param name="Goal">The goal.</param>
/// <param name="Met">Whether the goal is met, null where that cannot be said.</param>
/// <param name="Note">What kept the reference from running, and what to do about it.</param>
public sealed record Row(string Group, string Name, double Ours, double? Reference, double? Ratio, Goal Goal, bool? Met, string? Note);
