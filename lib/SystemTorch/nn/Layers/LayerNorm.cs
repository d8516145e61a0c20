using TorchSharp.Modules;
using static TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    public sealed class LayerNorm : nn.Module<Tensor, Tensor>
    {
        private Parameter? _weight, _bias;

        public long[] normalized_shape { get; set; }
        public double eps { get; set; }
        public bool elementwise_affine { get; set; }
        public Parameter weight { get => _weight!; set => Replace(ref _weight, nameof(weight), value); }
        public Parameter? bias { get => _bias; set => Replace(ref _bias, nameof(bias), value); }

        internal LayerNorm(long[] normalized_shape, double eps, bool elementwise_affine, bool bias, Device? device, ScalarType? dtype) : base(nameof(LayerNorm))
        {
            (this.normalized_shape, this.eps, this.elementwise_affine) = (normalized_shape, eps, elementwise_affine);
            if (!elementwise_affine) return;
            weight = Fresh.Full(normalized_shape, 1, dtype, device);
            if (bias) this.bias = Fresh.Full(normalized_shape, 0, dtype, device);
        }

        public void reset_parameters()
        {
            if (elementwise_affine) nn.init.ones_(weight);
            if (bias is not null) nn.init.zeros_(bias);
        }

        public override Tensor forward(Tensor tensor) => nn.functional.layer_norm(tensor, normalized_shape, weight, bias, eps);
    }

    public sealed class GroupNorm : nn.Module<Tensor, Tensor>
    {
        private Parameter? _weight, _bias;

        public long num_groups { get; set; }
        public double eps { get; set; }
        public bool affine { get; set; }
        public Parameter weight { get => _weight!; set => Replace(ref _weight, nameof(weight), value); }
        public Parameter? bias { get => _bias; set => Replace(ref _bias, nameof(bias), value); }

        internal GroupNorm(long groups, long channels, double eps, bool affine, Device? device, ScalarType? dtype) : base(nameof(GroupNorm))
        {
            (num_groups, this.eps, this.affine) = (groups, eps, affine);
            if (!affine) return;
            weight = Fresh.Full([channels], 1, dtype, device);
            bias = Fresh.Full([channels], 0, dtype, device);
        }

        public override Tensor forward(Tensor tensor)
        {
            Dims.RequireThree(tensor, nameof(GroupNorm));
            return nn.functional.group_norm(tensor, num_groups, weight, bias, eps);
        }
    }

    public sealed class LocalResponseNorm : ParameterLessModule<Tensor, Tensor>
    {
        public long size { get; set; }
        public double alpha { get; set; }
        public double beta { get; set; }
        public double k { get; set; }

        internal LocalResponseNorm(long size, double alpha, double beta, double k) : base(nameof(LocalResponseNorm)) => (this.size, this.alpha, this.beta, this.k) = (size, alpha, beta, k);

        public override Tensor forward(Tensor input) => nn.functional.local_response_norm(input, size, alpha, beta, k);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static LayerNorm LayerNorm(long[] normalized_shape, double eps = 1e-05, bool elementwise_affine = true, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(normalized_shape, eps, elementwise_affine, bias, device, dtype);

            public static LayerNorm LayerNorm(long normalized_shape, double eps = 1e-05, bool elementwise_affine = true, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new([normalized_shape], eps, elementwise_affine, bias, device, dtype);

            public static GroupNorm GroupNorm(long num_groups, long num_channels, double eps = 1e-05, bool affine = true, Device? device = null, ScalarType? dtype = null) =>
                new(num_groups, num_channels, eps, affine, device, dtype);

            public static LocalResponseNorm LocalResponseNorm(long size, double alpha = 0.0001, double beta = 0.75, double k = 1) => new(size, alpha, beta, k);

            public static partial class functional
            {
                public static Tensor layer_norm(Tensor input, long[] normalized_shape, Tensor? weight = null, Tensor? bias = null, double eps = 1e-05) =>
                    st_layer_norm(input, normalized_shape, normalized_shape.Length, weight, bias, eps);

                public static Tensor group_norm(Tensor input, long num_groups, Tensor? weight = null, Tensor? bias = null, double eps = 1e-05) => st_group_norm(input, num_groups, weight, bias, eps);

                public static Tensor local_response_norm(Tensor input, long size, double alpha = 0.0001, double beta = 0.75, double k = 1)
                {
                    Dims.RequireThree(input, nameof(local_response_norm));
                    return st_local_response_norm(input, size, alpha, beta, k);
                }

                public static Tensor normalize(Tensor input, double p = 2, long dim = 1, double eps = 1e-12) => st_normalize(input, p, dim, eps);
            }
        }
    }
}
