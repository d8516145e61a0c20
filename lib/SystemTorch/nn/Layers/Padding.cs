using TorchSharp.Modules;
using static TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>What all padding layers share. The numbers of elements go from the last dimension to the first, near side before far side.</summary>
    public abstract class PadBase : ParameterLessModule<Tensor, Tensor>
    {
        private readonly PaddingModes mode;

        public long[] padding { get; set; }
        public double value { get; set; }

        protected PadBase(string name, PaddingModes mode, double value, params long[] padding) : base(name) => (this.mode, this.value, this.padding) = (mode, value, padding);

        public override Tensor forward(Tensor input) => nn.functional.pad(input, padding, mode, value);
    }

    public sealed class ZeroPad2d : PadBase
    {
        internal ZeroPad2d(params long[] padding) : base(nameof(ZeroPad2d), PaddingModes.Zeros, 0, padding) { }
    }

    public sealed class ConstantPad1d : PadBase
    {
        internal ConstantPad1d(double value, params long[] padding) : base(nameof(ConstantPad1d), PaddingModes.Constant, value, padding) { }
    }

    public sealed class ConstantPad2d : PadBase
    {
        internal ConstantPad2d(double value, params long[] padding) : base(nameof(ConstantPad2d), PaddingModes.Constant, value, padding) { }
    }

    public sealed class ConstantPad3d : PadBase
    {
        internal ConstantPad3d(double value, params long[] padding) : base(nameof(ConstantPad3d), PaddingModes.Constant, value, padding) { }
    }

    public sealed class ReflectionPad1d : PadBase
    {
        internal ReflectionPad1d(params long[] padding) : base(nameof(ReflectionPad1d), PaddingModes.Reflect, 0, padding) { }
    }

    public sealed class ReflectionPad2d : PadBase
    {
        internal ReflectionPad2d(params long[] padding) : base(nameof(ReflectionPad2d), PaddingModes.Reflect, 0, padding) { }
    }

    public sealed class ReflectionPad3d : PadBase
    {
        internal ReflectionPad3d(params long[] padding) : base(nameof(ReflectionPad3d), PaddingModes.Reflect, 0, padding) { }
    }

    public sealed class ReplicationPad1d : PadBase
    {
        internal ReplicationPad1d(params long[] padding) : base(nameof(ReplicationPad1d), PaddingModes.Replicate, 0, padding) { }
    }

    public sealed class ReplicationPad2d : PadBase
    {
        internal ReplicationPad2d(params long[] padding) : base(nameof(ReplicationPad2d), PaddingModes.Replicate, 0, padding) { }
    }

    public sealed class ReplicationPad3d : PadBase
    {
        internal ReplicationPad3d(params long[] padding) : base(nameof(ReplicationPad3d), PaddingModes.Replicate, 0, padding) { }
    }
}

namespace TorchSharp
{
    using Four = (long, long, long, long);
    using Six = (long, long, long, long, long, long);

    public static partial class torch
    {
        public static partial class nn
        {
            public static ZeroPad2d ZeroPad2d(long padding) => new(Sides(4, padding));
            public static ZeroPad2d ZeroPad2d(Four padding) => new(Sides(padding));
            public static ConstantPad1d ConstantPad1d(long padding, double value) => new(value, Sides(2, padding));
            public static ConstantPad1d ConstantPad1d((long, long) padding, double value) => new(value, Dims.Of(padding));
            public static ConstantPad2d ConstantPad2d(long padding, double value) => new(value, Sides(4, padding));
            public static ConstantPad2d ConstantPad2d(Four padding, double value) => new(value, Sides(padding));
            public static ConstantPad3d ConstantPad3d(long padding, double value) => new(value, Sides(6, padding));
            public static ConstantPad3d ConstantPad3d(Six padding, double value) => new(value, Sides(padding));
            public static ReflectionPad1d ReflectionPad1d(long padding) => new(Sides(2, padding));
            public static ReflectionPad1d ReflectionPad1d((long, long) padding) => new(Dims.Of(padding));
            public static ReflectionPad2d ReflectionPad2d(long padding) => new(Sides(4, padding));
            public static ReflectionPad2d ReflectionPad2d(Four padding) => new(Sides(padding));
            public static ReflectionPad3d ReflectionPad3d(long padding) => new(Sides(6, padding));
            public static ReflectionPad3d ReflectionPad3d(Six padding) => new(Sides(padding));
            public static ReplicationPad1d ReplicationPad1d(long padding) => new(Sides(2, padding));
            public static ReplicationPad1d ReplicationPad1d((long, long) padding) => new(Dims.Of(padding));
            public static ReplicationPad2d ReplicationPad2d(long padding) => new(Sides(4, padding));
            public static ReplicationPad2d ReplicationPad2d(Four padding) => new(Sides(padding));
            public static ReplicationPad3d ReplicationPad3d(long padding) => new(Sides(6, padding));
            public static ReplicationPad3d ReplicationPad3d(Six padding) => new(Sides(padding));

            private static long[] Sides(int count, long each) => Dims.All(count, each)!;
            private static long[] Sides(Four p) => [p.Item1, p.Item2, p.Item3, p.Item4];
            private static long[] Sides(Six p) => [p.Item1, p.Item2, p.Item3, p.Item4, p.Item5, p.Item6];

            public static partial class functional
            {
                /// <summary>Pads every dimension, batch and channels too, on both sides.</summary>
                public static Tensor pad(Tensor input, long pad, PaddingModes mode = PaddingModes.Constant, double value = 0) => functional.pad(input, Sides(2 * (int)input.dim(), pad), mode, value);

                public static Tensor pad(Tensor input, (long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0) => functional.pad(input, Dims.Of(pad), mode, value);
                public static Tensor pad(Tensor input, Four pad, PaddingModes mode = PaddingModes.Constant, double value = 0) => functional.pad(input, Sides(pad), mode, value);
                public static Tensor pad(Tensor input, long[] pad, PaddingModes mode = PaddingModes.Constant, double value = 0) => functional.pad(input, (ReadOnlySpan<long>)pad, mode, value);
                public static Tensor pad(Tensor input, ReadOnlySpan<long> pad, PaddingModes mode = PaddingModes.Constant, double value = 0) => st_pad(input, pad, pad.Length, (int)mode, value);
            }
        }
    }
}
