using System.Runtime.InteropServices;
using TorchSharp.Modules;
using static TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Attention of several heads; query, key and value are [length, batch, features].</summary>
    public sealed class MultiheadAttention : nn.Module<Tensor, Tensor, Tensor, Tensor?, bool, Tensor?, Tuple<Tensor, Tensor>>
    {
        private readonly long features, heads;
        private readonly double dropout;
        private readonly bool zeroAttention;

        internal MultiheadAttention(long features, long heads, double dropout, bool bias, bool biasKeyValue, bool zeroAttention, long keys, long values) : base("torch::nn::MultiheadAttentionImpl")
        {
            if (features % heads != 0) throw new ExternalException($"The {features} features cannot be shared equally by {heads} heads.");
            (this.features, this.heads, this.dropout, this.zeroAttention) = (features, heads, dropout, zeroAttention);
            // PyTorch draws the last layer first.
            var last = Fresh.Weight([features, features], null, null);
            if (bias) Fresh.Uniform([features], Fresh.Bound(last), null, null).Dispose();
            if (keys == features && values == features)
            {
                Add("in_proj_weight", Glorot(3 * features, features));
            }
            else
            {
                Add("q_proj_weight", Glorot(features, features));
                Add("k_proj_weight", Glorot(features, keys));
                Add("v_proj_weight", Glorot(features, values));
            }
            if (bias) Add("in_proj_bias", Fresh.Full([3 * features], 0, null, null));
            if (biasKeyValue)
            {
                Add("bias_k", new Parameter(nn.init.xavier_normal_(empty(1, 1, features))));
                Add("bias_v", new Parameter(nn.init.xavier_normal_(empty(1, 1, features))));
            }
            Add("out_proj.weight", last);
            if (bias) Add("out_proj.bias", Fresh.Full([features], 0, null, null));
        }

        private static Parameter Glorot(long outputs, long inputs) => new(nn.init.xavier_uniform_(empty(outputs, inputs)));

        private void Add(string name, Parameter parameter)
        {
            parameter.DetachFromDisposeScope();
            register_parameter(name, parameter);
        }

        public override Tuple<Tensor, Tensor> forward(Tensor query, Tensor key, Tensor value, Tensor? key_padding_mask, bool need_weights, Tensor? attn_mask)
        {
            using var scope = NewDisposeScope();
            // libtorch adds the mask to the scores, whatever its type.
            if (attn_mask is { dtype: ScalarType.Bool }) attn_mask = zeros_like(attn_mask, query.dtype).masked_fill(attn_mask, double.NegativeInfinity);
            st_attention(query, key, value, features, heads, get_parameter("in_proj_weight"), get_parameter("q_proj_weight"), get_parameter("k_proj_weight"), get_parameter("v_proj_weight"),
                get_parameter("in_proj_bias"), get_parameter("bias_k"), get_parameter("bias_v"), zeroAttention.Int(), dropout, get_parameter("out_proj.weight")!, get_parameter("out_proj.bias"),
                training.Int(), key_padding_mask, need_weights.Int(), attn_mask, out var output, out var weights);
            if (!need_weights) weights.Dispose();
            scope.MoveToOuter(output, weights);
            return new(output, weights);
        }

        /// <summary>The output, and unless not wanted the attention, averaged over the heads.</summary>
        public new Tuple<Tensor, Tensor> call(Tensor query, Tensor key, Tensor value, Tensor? key_padding_mask = null, bool need_weights = true, Tensor? attn_mask = null) =>
            base.call(query, key, value, key_padding_mask, need_weights, attn_mask);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static MultiheadAttention MultiheadAttention(long embedded_dim, long num_heads, double dropout = 0, bool bias = true, bool add_bias_kv = false, bool add_zero_attn = false, long? kdim = null, long? vdim = null) =>
                new(embedded_dim, num_heads, dropout, bias, add_bias_kv, add_zero_attn, kdim ?? embedded_dim, vdim ?? embedded_dim);

            public static partial class functional
            {
                /// <summary>Softmax of query times key, times value. A mask of truth values says what may be looked at; one of numbers is added.</summary>
                public static Tensor scaled_dot_product_attention(Tensor query, Tensor key, Tensor value, Tensor? attn_mask = null, double p = 0, bool is_casual = false)
                {
                    using var scope = NewDisposeScope();
                    var scores = (query / Math.Sqrt(query.shape[^1])).matmul(key.transpose(-2, -1));
                    if (is_casual && attn_mask is not null) throw new ArgumentException("Attention takes a mask or is causal, not both.", nameof(attn_mask));
                    if (is_casual) attn_mask = arange(query.shape[^2]).unsqueeze(1).ge(arange(key.shape[^2]));
                    if (attn_mask is not null) scores = attn_mask.dtype == ScalarType.Bool ? scores.masked_fill(attn_mask.logical_not(), double.NegativeInfinity) : scores + attn_mask;
                    return dropout(scores.softmax(-1), p, training: p > 0).matmul(value).MoveToOuterDisposeScope();
                }
            }
        }
    }
}
