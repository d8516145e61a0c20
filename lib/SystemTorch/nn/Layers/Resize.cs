using TorchSharp.Modules;
using static TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    public sealed class Upsample : ParameterLessModule<Tensor, Tensor>
    {
        private readonly long[]? sizes;
        private readonly double[]? factors;

        public UpsampleMode mode { get; }
        public bool? align_corners { get; }
        public bool? recompute_scale_factor { get; set; }
        public ReadOnlySpan<long> size => sizes;
        public ReadOnlySpan<double> scale_factor => factors;

        internal Upsample(long[]? size, double[]? scale_factor, UpsampleMode mode, bool? align_corners, bool? recompute_scale_factor) : base(nameof(Upsample)) =>
            (sizes, factors, this.mode, this.align_corners, this.recompute_scale_factor) = (size, scale_factor, mode, align_corners, recompute_scale_factor);

        public override Tensor forward(Tensor input) => nn.functional.interpolate(input, sizes, factors, (InterpolationMode)mode, align_corners, recompute_scale_factor ?? false);
    }

    /// <summary>[N, C·r², H, W] to [N, C, H·r, W·r].</summary>
    public sealed class PixelShuffle : ParameterLessModule<Tensor, Tensor>
    {
        public long upscale_factor { get; set; }

        internal PixelShuffle(long upscale_factor) : base(nameof(PixelShuffle)) => this.upscale_factor = upscale_factor;

        public override Tensor forward(Tensor input) => nn.functional.pixel_shuffle(input, upscale_factor);
    }

    /// <summary>[N, C, H·r, W·r] to [N, C·r², H, W].</summary>
    public sealed class PixelUnshuffle : ParameterLessModule<Tensor, Tensor>
    {
        public long downscale_factor { get; set; }

        internal PixelUnshuffle(long downscale_factor) : base(nameof(PixelUnshuffle)) => this.downscale_factor = downscale_factor;

        public override Tensor forward(Tensor input) => nn.functional.pixel_unshuffle(input, downscale_factor);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Upsample Upsample(long[]? size = null, double[]? scale_factor = null, UpsampleMode mode = UpsampleMode.Nearest, bool? align_corners = null, bool? recompute_scale_factor = null) =>
                new(size, scale_factor, mode, align_corners, recompute_scale_factor);

            public static PixelShuffle PixelShuffle(long upscale_factor) => new(upscale_factor);
            public static PixelUnshuffle PixelUnshuffle(long downscale_factor) => new(downscale_factor);

            public static partial class functional
            {
                public static Tensor interpolate(Tensor x, long[]? size = null, double[]? scale_factor = null, InterpolationMode mode = InterpolationMode.Nearest, bool? align_corners = null, bool recompute_scale_factor = false, bool antialias = false)
                {
                    // libtorch warns where it is not told what it takes by itself.
                    var corners = align_corners?.Int() ?? (mode is InterpolationMode.Nearest or InterpolationMode.Area ? -1 : 0);
                    return st_interpolate(x, size, size?.Length ?? 0, scale_factor, scale_factor?.Length ?? 0, (int)mode, corners, recompute_scale_factor.Int(), antialias.Int());
                }

                public static Tensor upsample(Tensor input, long[]? size = null, double[]? scale_factor = null, UpsampleMode mode = UpsampleMode.Nearest, bool align_corners = false) =>
                    interpolate(input, size, scale_factor, (InterpolationMode)mode, mode == UpsampleMode.Nearest && !align_corners ? null : align_corners);

                public static Tensor upsample_nearest(Tensor x, long[]? size = null, double[]? scale_factor = null, bool align_corners = false) => upsample(x, size, scale_factor, UpsampleMode.Nearest, align_corners);

                public static Tensor upsample_bilinear(Tensor x, long[]? size = null, double[]? scale_factor = null, bool align_corners = false) => upsample(x, size, scale_factor, UpsampleMode.Bilinear, align_corners);

                public static Tensor upsample_nearest1d(Tensor input, long? outputSize, double? scaleFactor) => interpolate(input, Dims.All(1, outputSize), scaleFactor is { } factor ? [factor] : null);
                public static Tensor upsample_nearest2d(Tensor input, long[]? outputSizes = null, double[]? scaleFactors = null) => interpolate(input, outputSizes, scaleFactors);
                public static Tensor upsample_nearest3d(Tensor input, long[]? outputSizes = null, double[]? scaleFactors = null) => interpolate(input, outputSizes, scaleFactors);

                public static Tensor grid_sample(Tensor input, Tensor grid, GridSampleMode mode = GridSampleMode.Bilinear, GridSamplePaddingMode padding_mode = GridSamplePaddingMode.Zeros, bool? align_corners = null)
                {
                    // libtorch numbers these differently from TorchSharp.
                    var padding = padding_mode switch { GridSamplePaddingMode.Zeros => 0, GridSamplePaddingMode.Border => 1, _ => 2 };
                    return st_grid_sample(input, grid, mode == GridSampleMode.Bilinear ? 0 : 1, padding, (align_corners ?? false).Int());
                }

                public static Tensor affine_grid(Tensor theta, long[]? size = null, bool align_corners = false) => st_affine_grid(theta, size, size?.Length ?? 0, align_corners.Int());
                public static Tensor pixel_shuffle(Tensor input, long upscale_factor) => st_pixel_shuffle(input, upscale_factor);
                public static Tensor pixel_unshuffle(Tensor input, long downscale_factor) => st_pixel_unshuffle(input, downscale_factor);
            }
        }
    }
}
