using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;

namespace ImageNotebooks.Tests.Models;

/// <summary>What a summary says of layers, their cost and their connections.</summary>
public class ModelSummaryTests
{
    [Fact]
    public void A_small_table_reads_as_it_should()
    {
        using var model = new Branched();
        Assert.Equal("""
            Model: "Branched"
            ────────────────────────────────────────────────────────────────────────────────────────────
            Layer (type)             Output Shape      Param #    FLOPs     Memory   Connected to
            ────────────────────────────────────────────────────────────────────────────────────────────
            input (Input)            (None, 3, 8, 8)         0        0   768.00 B
            stem (Conv2d)            (None, 4, 8, 8)       112   14,080    1.00 KB   input
            twice (Conv2d) × 2       (None, 4, 8, 8)        20    4,608    2.00 KB   relu(stem), twice
            add (add, relu)          (None, 4, 8, 8)         0      256    1.00 KB   stem, twice[2]
            pool (MaxPool2d)         (None, 4, 4, 4)         0      192   256.00 B   add
            pool[2] (MaxPool2d)      (None, 4, 4, 4)         0      192   256.00 B   stem
            cat (cat)                (None, 8, 4, 4)         0        0   512.00 B   pool, pool[2]
            weigh.squeeze (Linear)   (None, 4)              36       68    16.00 B   mean(cat)
            weigh.excite (Linear)    (None, 8)              40       72    32.00 B   relu(weigh.squeeze)
            weigh.mul (mul)          (None, 8, 4, 4)         0      128   512.00 B   cat, weigh.excite
            head (Linear)            (None, 2)             258      514     8.00 B   flatten(weigh.mul)
            ────────────────────────────────────────────────────────────────────────────────────────────
            Total params: 531 (2.07 KB)
            Trainable params: 531 (2.07 KB)
            Non-trainable params: 0 (0.00 B)
            FLOPs for one image: 20.11 k (9.28 k multiply-adds)
            Outputs for one image: 5.55 KB
            Not called: unused
            """.ReplaceLineEndings("\n"), model.Summary(3, 8, 8).ToString());
    }

    [Fact]
    public void The_column_of_connections_is_left_out_of_chains_unless_it_is_asked_for()
    {
        using var chain = new CifarBatchNormCnn();
        var summary = chain.Summary(3, 32, 32);
        Assert.True(summary.IsChain);
        Assert.DoesNotContain("Connected to", summary.ToString(), StringComparison.Ordinal);
        Assert.Contains("relu(conv1)", chain.Summary([3, 32, 32], connections: true).ToString(), StringComparison.Ordinal);
        using var branched = new Branched();
        Assert.DoesNotContain("Connected to", branched.Summary([3, 8, 8], connections: false).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Residual_blocks_are_added_and_the_pyramid_is_concatenated()
    {
        using var residual = new MobileNetV2();
        var layers = residual.Summary(3, 64, 64).Layers;
        Assert.Equal(10, layers.Count(layer => layer.Type == "add"));
        Assert.Equal(["features.5.add", "features.6.conv.3"], layers.Single(layer => layer.Name == "features.6.add").ConnectedTo);

        using var pyramid = new DeepLabV3Plus();
        layers = pyramid.Summary(3, 64, 64).Layers;
        Assert.Equal(["backbone.blocks.2.5"], layers.Single(layer => layer.Name == "lowLevel.0").ConnectedTo);
        Assert.Equal(["aspp.imagePooling.1.2", "aspp.branches.0.2", "aspp.branches.1.2", "aspp.branches.2.2", "aspp.branches.3.2"], layers.Single(layer => layer.Name == "aspp.cat").ConnectedTo);
        Assert.Equal(["lowLevel.2", "aspp.project.2"], layers.Single(layer => layer.Name == "cat").ConnectedTo);
        Assert.Equal(["interpolate(decoder.1.2)"], layers[^1].ConnectedTo);
    }

    [Fact]
    public void What_a_list_of_maps_joins_again_and_again_grows_by_one_map()
    {
        using var model = new Dense();
        var layers = model.Summary(3, 8, 8).Layers;
        Assert.Equal(["stem", "layers.0"], layers.Single(layer => layer.Name == "cat").ConnectedTo);
        Assert.Equal(["cat", "layers.1"], layers.Single(layer => layer.Name == "cat_1").ConnectedTo);
        var last = layers.Single(layer => layer.Name == "cat_2");
        Assert.Equal(["cat_1", "layers.2"], last.ConnectedTo);
        Assert.Equal("cat, relu, mean", last.Type);
    }

    [Fact]
    public void Multiply_adds_are_the_published_ones()
    {
        using var mobile = new MobileNetV2();
        Assert.InRange(mobile.Summary(3, 224, 224).MultiplyAdds, 299_000_000, 302_000_000);
        using var vgg = Vgg16();
        var summary = vgg.Summary(3, 224, 224);
        Assert.Equal(138_357_544, summary.TotalParameters);
        Assert.InRange(summary.MultiplyAdds, 15_465_000_000, 15_475_000_000);
        using var residual = new ResNet50();
        summary = residual.Summary(3, 224, 224);
        Assert.Equal(25_557_032 + 53_120, summary.TotalParameters);
        Assert.InRange(summary.MultiplyAdds, 4_085_000_000, 4_095_000_000);
        Assert.Equal(16, summary.Layers.Count(layer => layer.Type == "add"));
        Assert.Equal(["layer2.0.shortcut.1", "layer2.0.bn3"], summary.Layers.Single(layer => layer.Name == "layer2.0.add").ConnectedTo.Order(StringComparer.Ordinal).Reverse());
        Assert.Equal(["layer2.0.add"], summary.Layers.Single(layer => layer.Name == "layer2.0.relu[3]").ConnectedTo);
    }

    [Fact]
    public void A_layer_of_two_inputs_is_connected_to_both()
    {
        using var model = new Paired();
        var layers = model.Summary(3, 8, 8).Layers;
        Assert.Equal(["input", "left", "right", "difference"], layers.Select(layer => layer.Name));
        Assert.Equal(["left", "relu(right)"], layers[^1].ConnectedTo);
    }

    [Fact]
    public void Costs_are_those_counted_by_hand()
    {
        using var model = Sequential(
            Conv2d(4, 8, 3, stride: 2, padding: 1, groups: 2), BatchNorm2d(8), ReLU(), AvgPool2d(2), ConvTranspose2d(8, 2, (2, 2), stride: (2, 2)), AdaptiveAvgPool2d(1), Flatten(), Linear(2, 3, hasBias: false));
        var layers = model.Summary(4, 8, 8).Layers;
        Assert.Equal([0, 8 * 16 * 2 * 9, 0, 0, 0, 8 * 4 * 2 * 4, 0, 0, 2 * 3], layers.Select(layer => layer.MultiplyAdds));
        Assert.Equal([0, (2 * 8 * 16 * 18) + (8 * 16), 2 * 8 * 16, 8 * 16, 8 * 4 * 4, (2 * 8 * 4 * 8) + (2 * 16), 2 * 16, 0, 2 * 2 * 3], layers.Select(layer => layer.Flops));
        Assert.Equal([4 * 64 * 4, 8 * 16 * 4], layers.Take(2).Select(layer => layer.ActivationBytes));
    }

    [Fact]
    public void Frozen_layers_are_marked()
    {
        using var model = new Branched();
        Assert.DoesNotContain("Trainable  ", model.Summary(3, 8, 8).ToString(), StringComparison.Ordinal);
        foreach (var (name, parameter) in model.named_parameters()) parameter.requires_grad = name.StartsWith("head", StringComparison.Ordinal);
        var summary = model.Summary(3, 8, 8);
        Assert.Equal(258, summary.TrainableParameters);
        Assert.Equal([null, false, false, null, null, null, null, false, false, null, true], summary.Layers.Select(layer => layer.Trainable));
        Assert.Contains("Trainable", summary.ToString().Split('\n')[2], StringComparison.Ordinal);
        Assert.Equal(["stem", "twice[2]"], summary.Layers.Single(layer => layer.Name == "add").ConnectedTo);
    }

    [Fact]
    public void A_single_layer_a_function_at_the_end_and_a_part_without_gradients_have_their_rows()
    {
        using var layer = Conv2d(3, 4, 3);
        Assert.Equal(["input", "Conv2d"], layer.Summary(3, 8, 8).Layers.Select(l => l.Name));
        using var model = new Detached();
        var layers = model.Summary(3, 8, 8).Layers;
        Assert.Equal(("output", "sigmoid, mean"), (layers[^1].Name, layers[^1].Type));
        Assert.Equal([-1, 4], layers[^1].OutputShape);
        Assert.Empty(layers.Single(l => l.Name == "after").ConnectedTo);
        Assert.Equal(4, layers.Single(l => l.Name == "scaled").Parameters);
        Assert.Equal(model.parameters().Sum(p => p.numel()), layers.Sum(l => l.Parameters));
    }

    [Theory]
    [InlineData(8, 8)]
    [InlineData(2, 2)]
    public void Looking_leaves_nothing_behind_also_where_the_model_refuses(int height, int width)
    {
        using var model = new Branched();
        foreach (var bias in model.parameters().Where(p => p.dim() == 1)) bias.requires_grad = false;
        model.modules().OfType<MaxPool2d>().Single().eval();
        var (modes, trained) = (model.modules().Select(m => m.training).ToList(), model.parameters().Select(p => p.requires_grad).ToList());
        var values = model.parameters().Select(p => Golden.Probe(p)).ToList();
        var calls = 0;
        var hook = model.modules().OfType<MaxPool2d>().Single().register_forward_hook((_, _, y) => { calls++; return y; });
        var (random, threads) = (Generator.Default.get_state(), get_num_threads());
        Look();
        var alive = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Look();
        // TorchSharp's package counts each gradient that autograd.grad has none of as a tensor that lives for ever, and a look asks for many.
        if (TestStack.IsSystemTorch) Assert.Equal(alive, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.Equal(modes, model.modules().Select(m => m.training));
        Assert.Equal(trained, model.parameters().Select(p => p.requires_grad));
        Assert.All(model.parameters(), p => Assert.Null(p.grad));
        Assert.Equal(values, model.parameters().Select(p => Golden.Probe(p)));
        Assert.True(random.Equals(Generator.Default.get_state()));
        Assert.True(is_grad_enabled());
        Assert.Equal(threads, get_num_threads());
        (var before, calls) = (calls, 0);
        Assert.Equal(4, before);
        using var scope = NewDisposeScope();
        model.call(zeros(1, 3, 8, 8));
        Assert.Equal(2, calls);
        hook.remove();

        void Look()
        {
            if (height == 8)
            {
                model.Summary(3, height, width);
                return;
            }
            var refusal = Assert.Throws<ArgumentException>(() => model.Summary(3, height, width));
            Assert.StartsWith("An input of shape (3, 2, 2) does not pass through Branched: it stops at head, to which came (1, 8). Give the shape", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_shape_that_is_none_is_refused_with_a_sentence()
    {
        using var model = new CifarBatchNormCnn();
        Assert.Contains("for example 3, 32, 32", Assert.Throws<ArgumentException>(() => model.Summary()).Message, StringComparison.Ordinal);
        Assert.Contains("not (-1, 3, 32, 32)", Assert.Throws<ArgumentException>(() => model.Summary(-1, 3, 32, 32)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_in_double_precision_is_looked_at_in_it()
    {
        using var model = new Branched();
        model.to(ScalarType.Float64);
        var summary = model.Summary(3, 8, 8);
        Assert.Equal(8 * 531, summary.ParameterBytes);
        Assert.Equal(2 * 1024, summary.Layers.Single(layer => layer.Name == "stem").ActivationBytes);
        Assert.Equal(["relu(stem)", "twice"], summary.Layers.Single(layer => layer.Name == "twice").ConnectedTo);
    }

    [Fact]
    public void The_page_shows_every_layer_under_heads_that_stay()
    {
        using var model = new Branched();
        var html = ((IRichOutput)model.Summary(3, 8, 8)).Render(MimeTypes.Html)!;
        Assert.Equal(12, html.Split("<tr").Length - 1);
        Assert.Contains("image-notebooks-wide", html, StringComparison.Ordinal);
        Assert.Contains("<td class=\"text\">relu(stem), twice</td>", html, StringComparison.Ordinal);
    }

    private static Sequential Vgg16()
    {
        var (layers, channels) = (new List<nn.Module<Tensor, Tensor>>(), 3);
        foreach (var filters in new[] { 64, 64, 0, 128, 128, 0, 256, 256, 256, 0, 512, 512, 512, 0, 512, 512, 512, 0 })
        {
            if (filters == 0) layers.Add(MaxPool2d(2));
            else (layers, channels) = ([.. layers, Conv2d(channels, filters, 3, padding: 1), ReLU(inplace: true)], filters);
        }
        return Sequential([.. layers, Flatten(), Linear(512 * 49, 4096), ReLU(inplace: true), Linear(4096, 4096), ReLU(inplace: true), Linear(4096, 1000)]);
    }

    /// <summary>A shared layer, an addition, a concatenation, a product, functions in between and a layer that is never called.</summary>
    internal sealed class Branched : nn.Module<Tensor, Tensor>
    {
        private readonly Conv2d stem = Conv2d(3, 4, 3, padding: 1), twice = Conv2d(4, 4, 1);
        private readonly MaxPool2d pool = MaxPool2d(2);
        private readonly SqueezeExcite weigh = new(8, 2);
        private readonly Linear head = Linear(8 * 4 * 4, 2), unused = Linear(4, 13);

        public Branched() : base(nameof(Branched)) => RegisterComponents();

        public override Tensor forward(Tensor x)
        {
            using var scope = NewDisposeScope();
            x = stem.call(x);
            var y = relu(x + twice.call(twice.call(relu(x))), inplace: true);
            var z = weigh.call(cat([pool.call(y), pool.call(x)], 1));
            return head.call(z.reshape(z.shape[0], -1)).MoveToOuterDisposeScope();
        }
    }

    private sealed class Dense : nn.Module<Tensor, Tensor>
    {
        private readonly Conv2d stem = Conv2d(3, 4, 1);
        private readonly ModuleList<Conv2d> layers = ModuleList(Conv2d(4, 2, 1), Conv2d(6, 2, 1), Conv2d(8, 2, 1));
        private readonly Linear head = Linear(10, 2);

        public Dense() : base(nameof(Dense)) => RegisterComponents();

        public override Tensor forward(Tensor x)
        {
            var maps = new List<Tensor> { stem.call(x) };
            foreach (var layer in layers) maps.Add(layer.call(maps.Count == 1 ? maps[0] : cat(maps, 1)));
            return head.call(relu(cat(maps, 1)).mean([2, 3]));
        }
    }

    private sealed class Detached : nn.Module<Tensor, Tensor>
    {
        private readonly Conv2d before = Conv2d(3, 4, 1), after = Conv2d(4, 4, 1);
        private readonly Scaled scaled = new();

        public Detached() : base(nameof(Detached)) => RegisterComponents();

        public override Tensor forward(Tensor x) => scaled.call(after.call(before.call(x).detach().tanh())).sigmoid().mean([2, 3]);
    }

    private sealed class Scaled : nn.Module<Tensor, Tensor>
    {
        private readonly Parameter scale = new(ones(4, 1, 1));
        private readonly Conv2d inner = Conv2d(4, 4, 1);

        public Scaled() : base(nameof(Scaled)) => RegisterComponents();

        public override Tensor forward(Tensor x) => inner.call(x) * scale;
    }

    private sealed class Difference() : nn.Module<Tensor, Tensor, Tensor>(nameof(Difference))
    {
        public override Tensor forward(Tensor a, Tensor b) => a - b;
    }

    private sealed class Paired : nn.Module<Tensor, Tensor>
    {
        private readonly Conv2d left = Conv2d(3, 4, 1), right = Conv2d(3, 4, 1);
        private readonly Difference difference = new();

        public Paired() : base(nameof(Paired)) => RegisterComponents();

        public override Tensor forward(Tensor x) => difference.call(left.call(x), relu(right.call(x)));
    }

    /// <summary>He et al. 2016, table 1, with the stride in the 3 x 3 convolution as in torchvision, whose count of parameters leaves the moving averages out.</summary>
    private sealed class ResNet50 : nn.Module<Tensor, Tensor>
    {
        private readonly Sequential stem = Sequential(Conv2d(3, 64, 7, stride: 2, padding: 3, bias: false), BatchNorm2d(64), ReLU(inplace: true), MaxPool2d(3, stride: 2, padding: 1));
        private readonly Sequential layer1 = Stage(64, 64, 3, 1), layer2 = Stage(256, 128, 4, 2), layer3 = Stage(512, 256, 6, 2), layer4 = Stage(1024, 512, 3, 2);
        private readonly Sequential head = Sequential(AdaptiveAvgPool2d(1), Flatten(), Linear(2048, 1000));

        public ResNet50() : base(nameof(ResNet50)) => RegisterComponents();

        public override Tensor forward(Tensor x)
        {
            using var scope = NewDisposeScope();
            return head.call(layer4.call(layer3.call(layer2.call(layer1.call(stem.call(x)))))).MoveToOuterDisposeScope();
        }

        private static Sequential Stage(int channels, int width, int count, int stride) =>
            Sequential(Enumerable.Range(0, count).Select(i => (nn.Module<Tensor, Tensor>)new Bottleneck(i == 0 ? channels : 4 * width, width, i == 0 ? stride : 1)));
    }

    private sealed class Bottleneck : nn.Module<Tensor, Tensor>
    {
        private readonly Conv2d conv1, conv2, conv3;
        private readonly BatchNorm2d bn1, bn2, bn3;
        private readonly ReLU relu = ReLU(inplace: true);
        private readonly Sequential? shortcut;

        public Bottleneck(int channels, int width, int stride) : base(nameof(Bottleneck))
        {
            (conv1, bn1) = (Conv2d(channels, width, 1, bias: false), BatchNorm2d(width));
            (conv2, bn2) = (Conv2d(width, width, 3, stride, padding: 1, bias: false), BatchNorm2d(width));
            (conv3, bn3) = (Conv2d(width, 4 * width, 1, bias: false), BatchNorm2d(4 * width));
            if (channels != 4 * width) shortcut = Sequential(Conv2d(channels, 4 * width, 1, stride, bias: false), BatchNorm2d(4 * width));
            RegisterComponents();
        }

        public override Tensor forward(Tensor x)
        {
            using var scope = NewDisposeScope();
            var y = relu.call(bn2.call(conv2.call(relu.call(bn1.call(conv1.call(x))))));
            return relu.call(bn3.call(conv3.call(y)).add_(shortcut?.call(x) ?? x)).MoveToOuterDisposeScope();
        }
    }
}
