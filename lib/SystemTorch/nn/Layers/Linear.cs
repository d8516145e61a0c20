using TorchSharp.Modules;
using static TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    public sealed class Linear : nn.Module<Tensor, Tensor>
    {
        private Parameter? _weight, _bias;

        public long in_features { get; set; }
        public long out_features { get; set; }
        public Parameter weight { get => _weight!; set => Replace(ref _weight, nameof(weight), value); }
        public Parameter? bias { get => _bias; set => Replace(ref _bias, nameof(bias), value); }

        internal Linear(Parameter weight, Parameter? bias) : base(nameof(Linear))
        {
            (out_features, in_features) = (weight.shape[0], weight.shape[1]);
            (this.weight, this.bias) = (weight, bias);
        }

        internal Linear(long inputs, long outputs, bool hasBias, Device? device, ScalarType? dtype) : base(nameof(Linear))
        {
            (in_features, out_features) = (inputs, outputs);
            weight = Fresh.Weight([outputs, inputs], dtype, device);
            if (hasBias) bias = Fresh.Uniform([outputs], Fresh.Bound(weight), dtype, device);
        }

        public override Tensor forward(Tensor tensor) => nn.functional.linear(tensor, weight, bias);
    }

    /// <summary>One weight for each pair of features of two inputs.</summary>
    public sealed class Bilinear : nn.Module<Tensor, Tensor, Tensor>
    {
        private Parameter? _weight, _bias;

        public long in1_features { get; set; }
        public long in2_features { get; set; }
        public long out_features { get; set; }
        public Parameter weight { get => _weight!; set => Replace(ref _weight, nameof(weight), value); }
        public Parameter? bias { get => _bias; set => Replace(ref _bias, nameof(bias), value); }

        internal Bilinear(long in1, long in2, long outputs, bool hasBias, Device? device, ScalarType? dtype) : base(nameof(Bilinear))
        {
            (in1_features, in2_features, out_features) = (in1, in2, outputs);
            var bound = 1 / Math.Sqrt(in1);
            weight = Fresh.Uniform([outputs, in1, in2], bound, dtype, device);
            if (hasBias) bias = Fresh.Uniform([outputs], bound, dtype, device);
        }

        public override Tensor forward(Tensor input1, Tensor input2) => nn.functional.bilinear(input1, input2, weight, bias);
    }

    /// <summary>PyTorch's initial weights, drawn from the default generator.</summary>
    internal static class Fresh
    {
        public static Parameter Weight(long[] shape, ScalarType? dtype, Device? device) => new(nn.init.kaiming_uniform_(empty(shape, dtype, device), a: Math.Sqrt(5)));

        public static Parameter Uniform(long[] shape, double bound, ScalarType? dtype, Device? device) => new(nn.init.uniform_(empty(shape, dtype, device), -bound, bound));

        public static Parameter Full(long[] shape, double value, ScalarType? dtype, Device? device) => new(empty(shape, dtype, device).fill_(value));

        /// <summary>One over the square root of a weight's inputs, within which a bias starts.</summary>
        public static double Bound(Tensor weight)
        {
            var (fanIn, _) = nn.init.CalculateFanInAndFanOut(weight);
            return fanIn > 0 ? 1 / Math.Sqrt(fanIn) : 0;
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Linear Linear(long inputSize, long outputSize, bool hasBias = true, Device? device = null, ScalarType? dtype = null) => new(inputSize, outputSize, hasBias, device, dtype);

            public static Linear Linear(Parameter weight, Parameter? bias = null) => new(weight, bias);

            public static Bilinear Bilinear(long in1_features, long in2_features, long out_features, bool hasBias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in1_features, in2_features, out_features, hasBias, device, dtype);

            public static partial class functional
            {
                public static Tensor linear(Tensor input, Tensor weights, Tensor? bias = null) => st_linear(input, weights, bias);
                public static Tensor bilinear(Tensor input1, Tensor input2, Tensor weight, Tensor? bias = null) => st_bilinear(input1, input2, weight, bias);
            }
        }
    }
}
