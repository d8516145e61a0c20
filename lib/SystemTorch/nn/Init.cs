using static TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Initial values of weights, drawn in place and without gradient.</summary>
        public static class init
        {
            public enum FanInOut { FanIn, FanOut }

            public enum NonlinearityType { Linear, Conv1D, Conv2D, Conv3D, ConvTranspose1D, ConvTranspose2D, ConvTranspose3D, Sigmoid, Tanh, ReLU, LeakyReLU }

            public static Tensor uniform_(Tensor tensor, double low = 0, double high = 1, Generator? generator = null) => Still(() => tensor.uniform_(low, high, generator));
            public static Tensor normal_(Tensor tensor, double mean = 0, double std = 1, Generator? generator = null) => Still(() => tensor.normal_(mean, std, generator));
            public static Tensor constant_(Tensor tensor, Scalar val) => Still(() => tensor.fill_(val));
            public static Tensor zeros_(Tensor tensor) => constant_(tensor, 0);
            public static Tensor ones_(Tensor tensor) => constant_(tensor, 1);
            public static Tensor eye_(Tensor tensor) => tensor.After(st_init_eye_(tensor));
            public static Tensor dirac_(Tensor tensor) => tensor.After(st_init_dirac_(tensor));
            public static Tensor orthogonal_(Tensor tensor, double gain = 1) => tensor.After(st_init_orthogonal_(tensor, gain));
            public static Tensor sparse_(Tensor tensor, double sparsity, double std = 0.01) => tensor.After(st_init_sparse_(tensor, sparsity, std));
            public static Tensor xavier_uniform_(Tensor tensor, double gain = 1) => tensor.After(st_init_xavier_uniform_(tensor, gain));
            public static Tensor xavier_normal_(Tensor tensor, double gain = 1) => tensor.After(st_init_xavier_normal_(tensor, gain));
            public static Tensor glorot_uniform_(Tensor tensor, double gain = 1) => xavier_uniform_(tensor, gain);
            public static Tensor glorot_normal_(Tensor tensor, double gain = 1) => xavier_normal_(tensor, gain);

            public static Tensor kaiming_uniform_(Tensor tensor, double a = 0, FanInOut mode = FanInOut.FanIn, NonlinearityType nonlinearity = NonlinearityType.LeakyReLU) =>
                tensor.After(st_init_kaiming_uniform_(tensor, a, (int)mode, (int)nonlinearity));

            public static Tensor kaiming_normal_(Tensor tensor, double a = 0, FanInOut mode = FanInOut.FanIn, NonlinearityType nonlinearity = NonlinearityType.LeakyReLU) =>
                tensor.After(st_init_kaiming_normal_(tensor, a, (int)mode, (int)nonlinearity));

            /// <summary>Normal numbers, those outside a to b left out: a uniform draw sent through the inverse of the cut distribution.</summary>
            public static Tensor trunc_normal_(Tensor tensor, double mean = 0, double std = 1, double a = -2, double b = 2, Generator? generator = null) => Still(() =>
            {
                st_init_trunc_normal_(tensor, mean, std, a, b, generator);
                return tensor;
            });

            public static double calculate_gain(NonlinearityType nonlinearity, double param = 0)
            {
                st_init_gain((int)nonlinearity, param, out var gain);
                return gain;
            }

            public static (long fanIn, long fanOut) CalculateFanInAndFanOut(Tensor tensor)
            {
                var shape = tensor.shape;
                if (shape.Length < 2) throw new ArgumentException($"Only a tensor of two dimensions or more has inputs and outputs to count; this has shape [{string.Join(", ", shape)}].", nameof(tensor));
                var field = shape.Skip(2).Aggregate(1L, (a, b) => a * b);
                return (shape[1] * field, shape[0] * field);
            }

            private static Tensor Still(Func<Tensor> draw)
            {
                using var still = no_grad();
                return draw();
            }
        }
    }
}
