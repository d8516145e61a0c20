using System.Runtime.InteropServices;
using TorchSharp.Modules;
using static TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>A row of weights for each number of the input.</summary>
    public sealed class Embedding : nn.Module<Tensor, Tensor>
    {
        private readonly long padding;
        private readonly double? maxNorm;
        private readonly double normType;
        private readonly bool byFrequency, sparse;
        private Parameter? _weight;

        public Parameter? weight { get => _weight; set => Replace(ref _weight, nameof(weight), value); }

        internal Embedding(Parameter weight, long? padding_idx, double? max_norm, double norm_type, bool scale_grad_by_freq, bool sparse) : base("torch::nn::EmbeddingImpl")
        {
            var rows = weight.shape[0];
            if (padding_idx is { } row && (row < -rows || row >= rows))
                throw new ExternalException($"The padding row {row} is not among the {rows} rows of the embedding.");
            padding = padding_idx is { } p ? (p + rows) % rows : -1;
            (maxNorm, normType, byFrequency, this.sparse) = (max_norm, norm_type, scale_grad_by_freq, sparse);
            this.weight = weight;
        }

        /// <summary>Draws the rows, all but the padding's.</summary>
        internal Embedding Draw()
        {
            nn.init.normal_(weight!);
            if (padding < 0) return this;
            using var still = no_grad();
            using var row = weight!.select(0, padding);
            row.fill_(0);
            return this;
        }

        public override Tensor forward(Tensor input)
        {
            if (maxNorm is { } limit)
            {
                using var still = no_grad();
                st_embedding_renorm_(weight!, input, limit, normType);
            }
            return st_embedding(input, weight!, padding, byFrequency.Int(), sparse.Int());
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Embedding Embedding(long num_embeddings, long embedding_dims, long? padding_idx = null, double? max_norm = null, double norm_type = 2, bool scale_grad_by_freq = false, bool sparse = false, Device? device = null, ScalarType? dtype = null) =>
                new Embedding(new Parameter(empty([num_embeddings, embedding_dims], dtype, device)), padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse).Draw();

            public static Embedding Embedding_from_pretrained(Tensor embeddings, bool freeze = true, long? padding_idx = null, double? max_norm = null, double norm_type = 2, bool scale_grad_by_freq = false, bool sparse = false, Device? device = null, ScalarType? dtype = null)
            {
                Require(device);
                return new(new Parameter(embeddings.to_type(dtype ?? embeddings.dtype).detach(), !freeze), padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse);
            }
        }
    }
}
