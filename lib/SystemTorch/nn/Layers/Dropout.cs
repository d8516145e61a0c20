using TorchSharp.Modules;
using static TorchSharp.Native;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules
{
    /// <summary>Sets single elements to zero while training.</summary>
    public sealed class Dropout : ParameterLessModule<Tensor, Tensor>
    {
        public double p { get; set; }
        public bool inplace { get; set; }

        internal Dropout(double p, bool inplace) : base(nameof(Dropout)) => (this.p, this.inplace) = (p, inplace);

        public override Tensor forward(Tensor tensor) => functional.dropout(tensor, p, training, inplace);
    }

    /// <summary>Sets whole channels of [N, C, L] to zero while training.</summary>
    public sealed class Dropout1d : ParameterLessModule<Tensor, Tensor>
    {
        public double p { get; set; }
        public bool inplace { get; set; }

        internal Dropout1d(double p, bool inplace) : base(nameof(Dropout1d)) => (this.p, this.inplace) = (p, inplace);

        public override Tensor forward(Tensor tensor)
        {
            if (tensor.dim() != 3) throw new ArgumentException($"Dropout1d takes [N, C, L], and the input has shape [{string.Join(", ", tensor.shape)}].", nameof(tensor));
            return functional.dropout1d(tensor, p, training, inplace);
        }
    }

    /// <summary>Sets whole channels of [N, C, H, W] to zero while training.</summary>
    public sealed class Dropout2d : ParameterLessModule<Tensor, Tensor>
    {
        public double p { get; set; }
        public bool inplace { get; set; }

        internal Dropout2d(double p, bool inplace) : base(nameof(Dropout2d)) => (this.p, this.inplace) = (p, inplace);

        public override Tensor forward(Tensor input) => functional.dropout2d(input, p, training, inplace);
    }

    /// <summary>Sets whole channels of [N, C, D, H, W] to zero while training.</summary>
    public sealed class Dropout3d : ParameterLessModule<Tensor, Tensor>
    {
        public double p { get; set; }
        public bool inplace { get; set; }

        internal Dropout3d(double p, bool inplace) : base(nameof(Dropout3d)) => (this.p, this.inplace) = (p, inplace);

        public override Tensor forward(Tensor input) => functional.dropout3d(input, p, training, inplace);
    }

    /// <summary>Dropout that keeps mean and variance, for SELU.</summary>
    public sealed class AlphaDropout : ParameterLessModule<Tensor, Tensor>
    {
        public double p { get; set; }
        public bool inplace { get; set; }

        internal AlphaDropout(double p, bool inplace) : base(nameof(AlphaDropout)) => (this.p, this.inplace) = (p, inplace);

        public override Tensor forward(Tensor tensor) => functional.alpha_dropout(tensor, p, training, inplace);
    }

    public sealed class FeatureAlphaDropout : ParameterLessModule<Tensor, Tensor>
    {
        public double p { get; set; }
        public bool inplace { get; set; }

        internal FeatureAlphaDropout(double p, bool inplace) : base(nameof(FeatureAlphaDropout)) => (this.p, this.inplace) = (p, inplace);

        public override Tensor forward(Tensor input) => functional.feature_alpha_dropout(input, p, training, inplace);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Dropout Dropout(double p = 0.5, bool inplace = false) => new(p, inplace);
            public static Dropout1d Dropout1d(double p = 0.5, bool inplace = false) => new(p, inplace);
            public static Dropout2d Dropout2d(double p = 0.5, bool inplace = false) => new(p, inplace);
            public static Dropout3d Dropout3d(double p = 0.5, bool inplace = false) => new(p, inplace);
            public static AlphaDropout AlphaDropout(double p = 0.5, bool inplace = false) => new(p, inplace);
            public static FeatureAlphaDropout FeatureAlphaDropout(double p = 0.5) => new(p, false);
            public static FeatureAlphaDropout FeatureAlphaDropout(double p, bool inplace) => new(p, inplace);

            public static partial class functional
            {
                public static Tensor dropout(Tensor input, double p = 0.5, bool training = true, bool inplace = false) => inplace ? input.After(st_dropout_(input, p, training.Int())).alias() : st_dropout(input, p, training.Int());
                public static Tensor dropout1d(Tensor input, double p = 0.5, bool training = true, bool inplace = false) => Channels(input, p, training, inplace);
                public static Tensor dropout2d(Tensor input, double p = 0.5, bool training = true, bool inplace = false) => Channels(input, p, training, inplace);
                public static Tensor dropout3d(Tensor input, double p = 0.5, bool training = true, bool inplace = false) => Channels(input, p, training, inplace);
                public static Tensor alpha_dropout(Tensor input, double p = 0.5, bool training = false, bool inplace = false) => inplace ? input.After(st_alpha_dropout_(input, p, training.Int())).alias() : st_alpha_dropout(input, p, training.Int());
                public static Tensor feature_alpha_dropout(Tensor input, double p = 0.5, bool training = false, bool inplace = false) => inplace ? input.After(st_feature_alpha_dropout_(input, p, training.Int())).alias() : st_feature_alpha_dropout(input, p, training.Int());

                private static Tensor Channels(Tensor input, double p, bool training, bool inplace) => inplace ? input.After(st_feature_dropout_(input, p, training.Int())).alias() : st_feature_dropout(input, p, training.Int());
            }
        }
    }
}
