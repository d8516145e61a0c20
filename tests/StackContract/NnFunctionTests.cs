using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace StackContract;

/// <summary>What torch.nn.functional gives where no module shows it: PyTorch's numbers and gradients.</summary>
public class NnFunctionTests
{
    private static readonly NnCases Cases = NnCases.Read("nn_functions.json");

    // Named and in the order of tests/golden/nn_functions.py.
    private static readonly Dictionary<string, Func<Tensor[], Tensor>> Functions = new()
    {
        ["nearest"] = x => interpolate(x[0], size: [4, 13]),
        ["nearest_signal"] = x => interpolate(x[0], scale_factor: [2.5]),
        ["nearest_volume"] = x => interpolate(x[0], size: [4, 3, 9]),
        ["nearest_exact"] = x => interpolate(x[0], size: [4, 13], mode: InterpolationMode.NearestExact),
        ["linear"] = x => interpolate(x[0], size: [14], mode: InterpolationMode.Linear),
        ["bilinear"] = x => interpolate(x[0], size: [9, 4], mode: InterpolationMode.Bilinear),
        ["bilinear_corners"] = x => interpolate(x[0], scale_factor: [1.5, 2], mode: InterpolationMode.Bilinear, align_corners: true),
        ["bilinear_factor"] = x => interpolate(x[0], scale_factor: [1.3, 0.6], mode: InterpolationMode.Bilinear),
        ["bilinear_recomputed"] = x => interpolate(x[0], scale_factor: [1.3, 0.6], mode: InterpolationMode.Bilinear, recompute_scale_factor: true),
        ["bilinear_antialias"] = x => interpolate(x[0], size: [3, 4], mode: InterpolationMode.Bilinear, antialias: true),
        ["bicubic"] = x => interpolate(x[0], size: [9, 4], mode: InterpolationMode.Bicubic),
        ["bicubic_antialias"] = x => interpolate(x[0], size: [3, 4], mode: InterpolationMode.Bicubic, antialias: true),
        ["trilinear"] = x => interpolate(x[0], size: [5, 3, 6], mode: InterpolationMode.Trilinear),
        ["area"] = x => interpolate(x[0], size: [3, 5], mode: InterpolationMode.Area),
        ["grid_sample"] = x => grid_sample(x[0], x[1]),
        ["grid_sample_border"] = x => grid_sample(x[0], x[1], padding_mode: GridSamplePaddingMode.Border, align_corners: true),
        ["grid_sample_reflection"] = x => grid_sample(x[0], x[1], padding_mode: GridSamplePaddingMode.Reflection, align_corners: false),
        ["grid_sample_nearest"] = x => grid_sample(x[0], x[1], GridSampleMode.Nearest, GridSamplePaddingMode.Border),
        ["grid_sample_volume"] = x => grid_sample(x[0], x[1], align_corners: true),
        ["affine_grid"] = x => affine_grid(x[0], [2, 3, 4, 5]),
        ["affine_grid_corners"] = x => affine_grid(x[0], [2, 1, 2, 3, 4], align_corners: true),
        ["pad_constant"] = x => pad(x[0], (1, 2), value: 2.5),
        ["pad_all"] = x => pad(x[0], 1),
        ["pad_crop"] = x => pad(x[0], [-1, 2, 0, -2, 1, 0], PaddingModes.Zeros),
        ["pad_reflect_signal"] = x => pad(x[0], (2, 3), PaddingModes.Reflect),
        ["pad_reflect"] = x => pad(x[0], (1, 2, 3, 0), PaddingModes.Reflect),
        ["pad_replicate"] = x => pad(x[0], (1, 2, 3, 0), PaddingModes.Replicate),
        ["pad_replicate_volume"] = x => pad(x[0], [1, 2, 0, 1, 2, 0], PaddingModes.Replicate),
        ["pad_circular"] = x => pad(x[0], (1, 2, 3, 0), PaddingModes.Circular),
        ["pad_circular_signal"] = x => pad(x[0], (4, 1), PaddingModes.Circular),
        ["pad_circular_volume"] = x => pad(x[0], [1, 2, 0, 1, 2, 0], PaddingModes.Circular),
        ["one_hot"] = x => one_hot(x[0]),
        ["one_hot_wide"] = x => one_hot(x[0], 6),
        ["normalize"] = x => normalize(x[0]),
        ["normalize_rows"] = x => normalize(x[0], p: 1.5, dim: -1, eps: 1e-3),
        ["cosine_similarity"] = x => cosine_similarity(x[0], x[1], dim: -1),
        ["pairwise_distance"] = x => pairwise_distance(x[0], x[1], p: 1),
        ["unfold"] = x => unfold(x[0], (2, 3), dilation: (2, 2), padding: (1, 0), stride: (1, 2)),
        ["fold"] = x => fold(x[0], (5, 6), (2, 3), padding: (1, 1), stride: (1, 2)),
        ["conv1d"] = x => conv1d(x[0], x[1], x[2], stride: 2, padding: 1),
        ["conv2d"] = x => conv2d(x[0], x[1], padding: [1, 0], dilation: [2], groups: 3),
        ["conv2d_padding"] = x => conv2d_padding(x[0], x[1], padding: Padding.Same),
        ["conv3d"] = x => conv3d(x[0], x[1], padding: [0, 1, 1], strides: [1, 2, 1]),
        ["conv_transpose1d"] = x => conv_transpose1d(x[0], x[1], stride: 2, padding: 1, output_padding: 1),
        ["conv_transpose2d"] = x => conv_transpose2d(x[0], x[1], x[2], strides: [2, 1], padding: [0, 1], output_padding: [1, 0]),
        ["conv_transpose3d"] = x => conv_transpose3d(x[0], x[1], strides: [2], dilation: [2]),
        ["batch_norm"] = x => batch_norm(x[0], x[1], x[2], x[3], x[4], eps: 0.1),
        ["layer_norm"] = x => layer_norm(x[0], [7], x[1], x[2]),
        ["group_norm"] = x => group_norm(x[0], 3),
        ["instance_norm"] = x => instance_norm(x[0], weight: x[1]),
        ["max_pool_values"] = x => max_pool2d_with_indices(x[0], [2, 3], strides: [2, 2], padding: [1, 1]).output,
        ["max_pool_indices"] = x => nn.MaxPool2d((2, 3), stride: (2, 2), padding: (1, 1)).forward_with_indices(x[0]).Indices,
        ["max_pool_indices_signal"] = x => max_pool1d_with_indices(x[0], 3, padding: 1, dilation: 2).indices,
        ["max_pool_indices_volume"] = x => max_pool3d_with_indices(x[0], [1, 2, 2]).indices,
        ["adaptive_max_pool_indices"] = x => adaptive_max_pool2d_with_indices(x[0], [3, 4]).Indices,
        ["adaptive_max_pool_indices_signal"] = x => adaptive_max_pool1d_with_indices(x[0], 4).Indices,
        ["max_unpool"] = x => Unpool(max_pool2d_with_indices(x[0], [2, 2]), (values, indices) => nn.MaxUnpool2d(2).call(values, indices)),
        ["max_unpool_signal"] = x => Unpool(max_pool1d_with_indices(x[0], 3), (values, indices) => max_unpool1d(values, indices, 3)),
        ["max_unpool_volume"] = x => Unpool(max_pool3d_with_indices(x[0], [2, 2, 2]), (values, indices) => nn.MaxUnpool3d((2, 2, 2)).call(values, indices)),
        ["softmax_double"] = x => softmax(x[0], 0, ScalarType.Float64),
        ["attention"] = x => scaled_dot_product_attention(x[0], x[1], x[2]),
        ["attention_causal"] = x => scaled_dot_product_attention(x[0], x[1], x[2], is_casual: true),
        ["attention_hidden"] = x => scaled_dot_product_attention(x[0], x[1], x[2], tensor(new[] { true, false, true, true, false }).expand(3, 5)),
        ["attention_added"] = x => scaled_dot_product_attention(x[0], x[1], x[2], x[3]),
    };

    public static TheoryData<string, ScalarType> Runs
    {
        get
        {
            var runs = new TheoryData<string, ScalarType>();
            foreach (var name in Functions.Keys)
                foreach (var type in new[] { ScalarType.Float32, ScalarType.Float64 }) runs.Add(name, type);
            return runs;
        }
    }

    [Fact]
    public void Every_function_of_PyTorchs_is_run() => Assert.Equal(Cases.Names, Functions.Keys);

    [Theory]
    [MemberData(nameof(Runs))]
    public void Gives_what_PyTorch_gives(string name, ScalarType type) => Cases.Check(name, type, Functions[name]);

    private static Tensor Unpool((Tensor values, Tensor indices) pooled, Func<Tensor, Tensor, Tensor> unpool) => unpool(pooled.values, pooled.indices);
}
