using static TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A source of random numbers, PyTorch's Mersenne twister: the same seed gives the same numbers as in PyTorch.</summary>
    public class Generator : IDisposable
    {
        private IntPtr handle;

        public Generator(ulong seed = 0, Device? device = null)
        {
            Require(device);
            handle = st_generator_new((long)seed);
            if (handle == IntPtr.Zero) throw Failure();
        }

        private Generator(IntPtr handle) => this.handle = handle != IntPtr.Zero ? handle : throw Failure();

        ~Generator() => Release();

        public static Generator Default { get; } = new(st_generator_default());

        public Device device => CPU;

        internal IntPtr Handle => handle != IntPtr.Zero ? handle : throw new ObjectDisposedException(nameof(Generator));

        public Generator manual_seed(long seed)
        {
            st_generator_set_seed(this, seed);
            return this;
        }

        public long initial_seed() => st_generator_seed(this);
        public Tensor get_state() => st_generator_get_state(this);
        public void set_state(Tensor value) => st_generator_set_state(this, value);

        public void Dispose()
        {
            Release();
            GC.SuppressFinalize(this);
        }

        private void Release()
        {
            var released = Interlocked.Exchange(ref handle, IntPtr.Zero);
            if (released != IntPtr.Zero) st_generator_delete(released);
        }
    }

    public static Generator manual_seed(long seed) => Generator.Default.manual_seed(seed);

    public static class random
    {
        public static Generator manual_seed(long seed) => torch.manual_seed(seed);
        public static Tensor get_rng_state() => Generator.Default.get_state();
        public static void set_rng_state(Tensor new_state) => Generator.Default.set_state(new_state);
    }

    public static void set_num_threads(int num) => st_set_num_threads(num);
    public static int get_num_threads() => (int)st_get_num_threads().Value;
}
