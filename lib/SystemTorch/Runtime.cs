using System.Runtime.InteropServices;
using SystemTorch;

namespace TorchSharp
{
    /// <summary>What is set once, when the native library is loaded.</summary>
    internal static class Runtime
    {
        internal static void Configure()
        {
            Native.st_set_num_threads(Threads.PhysicalCores());
            Native.st_hold_blas_to_one_thread();
            if (Environment.GetEnvironmentVariable("SYSTEMTORCH_KEEP_MEMORY") != "0") Native.st_keep_freed_memory();
        }
    }

    public static partial class torch
    {
        public static string __version__ => LibTorch.Version;
    }
}

namespace SystemTorch
{
    using TorchSharp;
    using static TorchSharp.torch;

    /// <summary>What the libtorch found on this machine is.</summary>
    public static class LibTorch
    {
        /// <summary>libtorch's version, for example 1.13.1.</summary>
        public static string Version => Marshal.PtrToStringUTF8(Native.st_version())!;

        /// <summary>Bytes of native memory in use in this process: its tensors, and the little that .NET itself takes from the same allocator.</summary>
        public static long AllocatedBytes => Native.st_allocated_bytes();

        /// <summary>libtorch's own description of how it was built (compiler, BLAS, oneDNN, OpenMP).</summary>
        public static string Configuration => Marshal.PtrToStringUTF8(Native.st_config()) ?? throw Native.Failure();
    }

    /// <summary>Thread counts. libtorch of the distribution starts with one thread; this library sets it to the physical cores.</summary>
    public static class Threads
    {
        /// <summary>The physical cores that this process may run on, at least 1.</summary>
        public static int PhysicalCores()
        {
            // Environment.ProcessorCount honours affinity and container limits; siblings on one core share its arithmetic units.
            var logical = Environment.ProcessorCount;
            try
            {
                var cores = Directory.GetDirectories("/sys/devices/system/cpu", "cpu*")
                    .Select(cpu => Path.Combine(cpu, "topology", "thread_siblings_list"))
                    .Where(File.Exists).Select(file => File.ReadAllText(file).Trim()).Distinct().Count();
                return cores > 0 ? Math.Min(cores, logical) : logical;
            }
            catch (IOException) { return logical; }
            catch (UnauthorizedAccessException) { return logical; }
        }
    }

    /// <summary>
    /// Automatic mixed precision on the CPU, which TorchSharp has no name for: between construction and disposal, convolutions and matrix products
    /// of this thread are computed in <c>dtype</c> and everything delicate (sums, softmax, losses) in float.
    /// </summary>
    public sealed class Autocast : IDisposable
    {
        private readonly long before;
        private bool disposed;

        /// <summary>Starts autocast on this thread.</summary>
        /// <param name="dtype">BFloat16 (float16 has no CPU kernels).</param>
        public Autocast(ScalarType dtype = ScalarType.BFloat16) => before = Native.st_autocast_enter((sbyte)dtype).Value;

        /// <summary>Goes back to what held on this thread before.</summary>
        public void Dispose()
        {
            if (disposed) return;
            disposed = true;
            Native.st_autocast_exit(before);
        }
    }

    /// <summary>
    /// Between construction and disposal libtorch computes every operation in an order that does not vary, and refuses the few that it can only compute
    /// otherwise. Counts for the whole process.
    /// </summary>
    public sealed class Deterministic : IDisposable
    {
        private readonly bool before = Native.st_deterministic();

        /// <summary>Begins.</summary>
        public Deterministic() => Native.st_set_deterministic(1);

        /// <summary>Goes back to what was asked for before.</summary>
        public void Dispose() => Native.st_set_deterministic(before.Int());
    }

    /// <summary>Memory orders of image tensors, which TorchSharp has no name for.</summary>
    public static class MemoryFormat
    {
        /// <summary>A tensor of the same values and shape [N, C, H, W] whose channels lie next to each other in memory (itself when they do).</summary>
        public static Tensor ChannelsLast(Tensor t) => Native.st_contiguous(t, 1);

        /// <summary>Whether the channels of [N, C, H, W] lie next to each other in memory.</summary>
        public static bool IsChannelsLast(Tensor t) => Native.st_is_contiguous(t, 1);

        /// <summary>Puts every four-dimensional parameter and buffer of the module into channels-last order, in place.</summary>
        public static void ChannelsLast(nn.Module module)
        {
            using var scope = NewDisposeScope();
            foreach (var t in module.parameters().Concat(module.buffers()).Where(t => t.dim() == 4))
                Native.st_set_data(t, ChannelsLast(t));
        }
    }
}
