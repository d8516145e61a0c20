using static TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A source of random numbers, PyTorch's Mersenne twister: the same seed gives the same numbers as in PyTorch.</summary>
    public class Generator : IDisposable
    {
        private IntPtr handle;

        public Generator(ulong seed = 0, Device? device = null) : this(st_generator_new((long)seed)) => Require(device);

        private Generator(IntPtr handle) => this.handle = handle != IntPtr.Zero ? handle : throw Failure();

        ~Generator() => Dispose(false);

        public static Generator Default => new(st_generator_default());

        public Device device { get; } = CPU;

        /// <summary>The native generator. Throws when this one was disposed of.</summary>
        public IntPtr Handle => handle != IntPtr.Zero ? handle : throw new ObjectDisposedException(nameof(Generator));

        public Generator manual_seed(long seed)
        {
            st_generator_set_seed(this, seed);
            return this;
        }

        public long seed()
        {
            var seed = DateTime.UtcNow.Ticks;
            manual_seed(seed);
            return seed;
        }

        public long initial_seed() => st_generator_seed(this);
        public Tensor get_state() => st_generator_get_state(this);
        public void set_state(Tensor value) => st_generator_set_state(this, value);

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            var released = Interlocked.Exchange(ref handle, IntPtr.Zero);
            if (released != IntPtr.Zero) st_generator_delete(released);
        }
    }

    public static class random
    {
        public static long seed() => Generator.Default.seed();
        public static long initial_seed() => Generator.Default.initial_seed();
        public static Generator manual_seed(long seed) => Generator.Default.manual_seed(seed);
        public static Tensor get_rng_state() => Generator.Default.get_state();
        public static void set_rng_state(Tensor new_state) => Generator.Default.set_state(new_state);
    }

    public static long seed() => random.seed();
    public static long initial_seed() => random.initial_seed();
    public static Generator manual_seed(long seed) => random.manual_seed(seed);
    public static Tensor get_rng_state() => random.get_rng_state();
    public static void set_rng_state(Tensor new_state) => random.set_rng_state(new_state);

    public static int get_num_threads() => (int)st_get_num_threads().Value;
    public static void set_num_threads(int num) => st_set_num_threads(num);
    public static int get_num_interop_threads() => (int)st_get_num_interop_threads().Value;
    public static void set_num_interop_threads(int num) => st_set_num_interop_threads(num);
}
