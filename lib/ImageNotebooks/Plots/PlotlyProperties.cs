using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ImageNotebooks;

/// <summary>
/// The properties of a trace or a layout, addressed as Plotly's reference names them (<c>marker.line.width</c>); an immutable value.
/// </summary>
internal sealed class PlotlyProperties
{
    /// <summary>No properties.</summary>
    public static readonly PlotlyProperties Empty = new(ImmutableSortedDictionary.Create<string, JsonElement>(new ByLevel()));

    private static readonly JsonSerializerOptions Options = new() { Converters = { new Gap<double>(), new Gap<float>() } };

    private readonly ImmutableSortedDictionary<string, JsonElement> leaves;

    private PlotlyProperties(ImmutableSortedDictionary<string, JsonElement> leaves) => this.leaves = leaves;

    /// <summary>These properties with one set; null takes it away. An object is taken apart, so that later calls can add to it.</summary>
    public PlotlyProperties With(string path, object? value)
    {
        if (string.IsNullOrWhiteSpace(path) || path.Split('.').Contains(""))
            throw new ArgumentException($"'{path}' is no property of a Plotly figure; write names joined by dots, such as marker.size.");
        var others = Without(path);
        if (value is null)
            return new(others);
        var changed = others.ToBuilder();
        AddLeaves(changed, path, value as JsonElement? ?? JsonSerializer.SerializeToElement(value, Options));
        return new(changed.ToImmutable());
    }

    /// <summary>These properties with one set to an object that is kept as it is, which is cheaper than <see cref="With"/> where nothing is added to it later.</summary>
    public PlotlyProperties WithWhole(string path, JsonElement value) => new(Without(path).Add(path, value));

    /// <summary>These properties with more items at the end of a list.</summary>
    public PlotlyProperties Append(string path, IEnumerable<PlotlyProperties> items)
    {
        IEnumerable<JsonElement> present = leaves.TryGetValue(path, out var list) ? list.EnumerateArray() : [];
        return With(path, present.Concat(items.Select(item => item.ToElement())).ToArray());
    }

    /// <summary>The value of a property that was set with a single value, or null.</summary>
    public T? Find<T>(string path) => leaves.TryGetValue(path, out var value) ? value.Deserialize<T>() : default;

    /// <summary>The value of a property as it is held, without a copy; null where there is none.</summary>
    public JsonElement? Find(string path) => leaves.TryGetValue(path, out var value) ? value : null;

    /// <summary>Writes the properties as one JSON object.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        string[] open = [];
        writer.WriteStartObject();
        foreach (var (path, value) in leaves)
        {
            var names = path.Split('.');
            var levels = names[..^1];
            var shared = open.Zip(levels).TakeWhile(pair => pair.First == pair.Second).Count();
            for (var i = open.Length; i > shared; i--)
                writer.WriteEndObject();
            foreach (var name in levels[shared..])
                writer.WriteStartObject(name);
            writer.WritePropertyName(names[^1]);
            value.WriteTo(writer);
            open = levels;
        }
        foreach (var _ in open)
            writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>The properties as one JSON object.</summary>
    public JsonElement ToElement()
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
            WriteTo(writer);
        return JsonElement.Parse(json.ToArray());
    }

    private ImmutableSortedDictionary<string, JsonElement> Without(string path) =>
        leaves.RemoveRange(leaves.Keys.Where(key => IsWithin(key, path) || IsWithin(path, key)));

    private static void AddLeaves(ImmutableSortedDictionary<string, JsonElement>.Builder leaves, string path, JsonElement value)
    {
        if (value.ValueKind is JsonValueKind.Object && value.EnumerateObject().Any())
        {
            foreach (var property in value.EnumerateObject())
                AddLeaves(leaves, $"{path}.{property.Name}", property.Value);
        }
        else
            leaves[path] = value;
    }

    private static bool IsWithin(string path, string ancestor) =>
        path == ancestor || (path.StartsWith(ancestor, StringComparison.Ordinal) && path[ancestor.Length] == '.');

    /// <summary>Orders paths so that what lies within one object stands together.</summary>
    private sealed class ByLevel : IComparer<string>
    {
        public int Compare(string? x, string? y)
        {
            var a = x.AsSpan();
            var b = y.AsSpan();
            var shared = a.CommonPrefixLength(b);
            return Place(a, shared) - Place(b, shared);
        }

        // The end of a path comes first, the end of a level next.
        private static int Place(ReadOnlySpan<char> path, int at) => at == path.Length ? -1 : path[at] == '.' ? 0 : path[at];
    }

    /// <summary>Plotly leaves a gap where a number is null; JSON knows neither NaN nor infinity.</summary>
    private sealed class Gap<T> : JsonConverter<T> where T : struct, System.Numerics.IFloatingPointIeee754<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            T.CreateChecked(reader.GetDouble());

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
        {
            if (!T.IsFinite(value))
                writer.WriteNullValue();
            else if (value is float single)
                writer.WriteNumberValue(single);
            else
                writer.WriteNumberValue(double.CreateChecked(value));
        }
    }
}
