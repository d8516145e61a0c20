using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace StackContract;

public class ContainerTests
{
    private sealed class Holder<T> : nn.Module where T : nn.Module
    {
        public readonly T items;

        public Holder(T items) : base("Holder")
        {
            this.items = items;
            RegisterComponents();
        }
    }

    [Fact]
    public void A_sequence_is_made_of_modules_pairs_and_tuples()
    {
        using Sequential plain = nn.Sequential(nn.Linear(2, 3), nn.ReLU()), named = nn.Sequential(("fc", nn.Linear(2, 3)), ("act", nn.ReLU())),
            tuples = nn.Sequential(Tuple.Create("fc", (nn.Module<Tensor, Tensor>)nn.Linear(2, 3))), list = nn.Sequential(new List<nn.Module<Tensor, Tensor>> { nn.Tanh() }), none = nn.Sequential();
        Assert.Equal(["0", "1"], plain.named_children().Select(c => c.name));
        Assert.Equal(["fc.weight", "fc.bias"], named.state_dict().Keys);
        Assert.Equal(["fc"], tuples.named_children().Select(c => c.name));
        Assert.Equal((1, 0), (list.Count, none.Count));
        Assert.IsType<Tanh>(list[0]);
        Assert.Same(named, named.append("more", nn.Tanh()).append(nn.Sigmoid()));
        Assert.Equal(["fc", "act", "more", "3"], named.named_modules().Select(c => c.name));
    }

    [Fact]
    public void A_sequence_calls_its_modules_in_order_and_leaves_its_input()
    {
        using var sequence = nn.Sequential(nn.Threshold(0, -1), nn.Flatten(), nn.Softsign());
        using var x = tensor(new[] { 2f, -3 }).reshape(1, 1, 2);
        Assert.True(sequence.call(x).Equals(tensor(new[] { 2f / 3, -0.5f }).reshape(1, 2)));
        Assert.False(x.IsInvalid);
        using var empty = nn.Sequential();
        using var same = empty.call(x);
        Assert.NotSame(x, same);
        Assert.True(same.Equals(x));
    }

    [Fact]
    public void A_part_of_a_sequence_shares_its_modules()
    {
        using var sequence = nn.Sequential(("a", nn.ReLU()), ("b", nn.Tanh()), ("c", nn.Sigmoid()));
        Assert.Equal(["b", "c"], sequence[1..].named_children().Select(c => c.name));
        Assert.Equal(["a", "b"], sequence[..^1].named_children().Select(c => c.name));
        Assert.Same(sequence[2], sequence[(1, null)][1]);
        Assert.Equal(0, sequence[(2, 1)].Count);
        Assert.Throws<IndexOutOfRangeException>(() => sequence[(0, 4)]);
        Assert.Throws<ArgumentOutOfRangeException>(() => sequence[3]);
    }

    [Fact]
    public void A_sequence_that_repeats_a_module_names_its_weights_once()
    {
        using var layer = nn.Linear(2, 2);
        using var sequence = nn.Sequential(layer, nn.ReLU(), layer);
        Assert.Equal(["0.weight", "0.bias"], sequence.state_dict().Keys);
        sequence.eval();
        Assert.False(layer.training);
    }

    [Fact]
    public void A_module_list_is_a_list_and_registers_with_what_holds_it()
    {
        using var list = nn.ModuleList(nn.Linear(1, 2), nn.Linear(2, 3));
        list.append(nn.Linear(3, 4));
        list.extend([nn.Linear(4, 5)]);
        list.Insert(0, nn.Linear(9, 9));
        list.RemoveAt(0);
        Assert.Equal([2L, 3, 4, 5], list.Select(l => l.out_features));
        Assert.Empty(list.parameters());
        using var holder = new Holder<ModuleList<Linear>>(list);
        Assert.Equal(["items.0.weight", "items.0.bias", "items.1.weight"], holder.named_parameters().Select(p => p.name).Take(3));
        list.Add(nn.Linear(5, 6));
        Assert.Equal((5, 8), (list.Count, holder.parameters().Count()));
        Assert.Equal(1, list.IndexOf(list[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => list[7]);
        using ModuleList<nn.Module> mixed = nn.ModuleList(nn.ReLU(), (nn.Module)nn.Linear(1, 1));
        Assert.Equal(2, mixed.Count);
    }

    [Fact]
    public void A_module_dictionary_keeps_its_order_and_registers_with_what_holds_it()
    {
        using var dictionary = nn.ModuleDict(("b", nn.Linear(1, 2)), ("a", nn.Linear(2, 3)));
        dictionary.Add("c", nn.Linear(3, 4));
        Assert.Equal(["b", "a", "c"], dictionary.Keys);
        Assert.Equal([2L, 3, 4], dictionary.values().Select(l => l.out_features));
        Assert.Equal("a", dictionary[1].Item1);
        Assert.Same(dictionary["a"], dictionary[1].Item2);
        Assert.True(dictionary.ContainsKey("c") && dictionary.TryGetValue("c", out var c) && c.in_features == 3);
        Assert.True(dictionary.Remove("c"));
        var names = new List<string>();
        foreach (var (name, _) in dictionary) names.Add(name);
        Assert.Equal(["b", "a"], names);
        using var holder = new Holder<ModuleDict<Linear>>(dictionary);
        Assert.Equal(["items.b.weight", "items.b.bias", "items.a.weight", "items.a.bias"], holder.named_parameters().Select(p => p.name));
        Assert.Throws<ArgumentException>(() => dictionary.Add("b", nn.Linear(1, 1)));
        Assert.Throws<KeyNotFoundException>(() => dictionary["z"]);
    }

    [Fact]
    public void A_tensor_becomes_a_parameter()
    {
        using var tensor = ones(2, 3);
        using var parameter = tensor.AsParameter();
        Assert.True(parameter.requires_grad && parameter.is_leaf);
        Assert.Equal([2L, 3L], parameter.shape);
    }

    [Fact]
    public void Lists_and_dictionaries_of_parameters_name_what_they_hold()
    {
        using var list = nn.ParameterList(new Parameter(ones(1)), new Parameter(ones(2)));
        list.append(new Parameter(ones(3)));
        using var dictionary = nn.ParameterDict(("x", new Parameter(ones(4))));
        dictionary.Add(("y", new Parameter(ones(5))));
        using Holder<ParameterList> first = new(list);
        using Holder<ParameterDict> second = new(dictionary);
        Assert.Equal([("items.0", 1L), ("items.1", 2L), ("items.2", 3L)], first.named_parameters().Select(p => (p.name, p.parameter.numel())));
        Assert.Equal([("items.x", 4L), ("items.y", 5L)], second.named_parameters().Select(p => (p.name, p.parameter.numel())));
        Assert.Same(list[1], first.get_parameter("items.1"));
        Assert.Same(dictionary["y"], second.get_parameter("items.y"));
        Assert.False(list.has_parameter("3") || dictionary.has_parameter("z"));
        first.to(ScalarType.Float64);
        Assert.Equal(ScalarType.Float64, list[2].dtype);
    }
}
