using System.Collections;
using System.Globalization;
using System.Reflection;

namespace ImageNotebooks.Host;

/// <summary>Values as short plain text: numbers in invariant form, sequences as a short list, objects by what they say of themselves.</summary>
internal static class PlainTextFormatter
{
    private const int ListLimit = 20;
    private const int DepthLimit = 3;
    private const int LengthLimit = 100_000;

    public static string Format(object? value)
    {
        var text = Format(value, 0);
        return text.Length <= LengthLimit ? text : $"{text[..LengthLimit]}\n[{text.Length - LengthLimit:N0} more characters are not shown.]";
    }

    private static string Format(object? value, int depth) => value switch
    {
        null => "null",
        string text => depth == 0 ? text : $"\"{text}\"",
        _ when HasOwnText(value) => OwnText(value),
        IDictionary map => List(map.Keys.Cast<object>().Select(key => $"{Format(key, depth + 1)}: {Format(map[key], depth + 1)}"), "{ ", " }"),
        IEnumerable sequence when depth < DepthLimit => List(sequence.Cast<object?>().Select(item => Format(item, depth + 1)), "[ ", " ]"),
        _ => Properties(value, depth),
    };

    private static bool HasOwnText(object value)
    {
        var owner = value.GetType().GetMethod(nameof(ToString), Type.EmptyTypes)!.DeclaringType;
        return owner != typeof(object) && owner != typeof(ValueType) && owner != typeof(Array);
    }

    private static string OwnText(object value) =>
        (value is IFormattable formattable ? formattable.ToString(null, CultureInfo.InvariantCulture) : value.ToString()) ?? "";

    private static string List(IEnumerable<string> items, string open, string close)
    {
        var shown = items.Take(ListLimit + 1).ToList();
        if (shown.Count == 0)
            return (open + close).Replace("  ", " ", StringComparison.Ordinal);
        var more = shown.Count > ListLimit ? ", …" : "";
        return open + string.Join(", ", shown.Take(ListLimit)) + more + close;
    }

    private static string Properties(object value, int depth)
    {
        var properties = Readable(value.GetType());
        if (properties.Count == 0 || depth >= DepthLimit)
            return TypeName(value.GetType());
        return TypeName(value.GetType()) + List(properties.Select(property => $"{property.Name}: {Format(Read(property, value), depth + 1)}"), " { ", " }");
    }

    /// <summary>The public properties that can be read without arguments.</summary>
    public static IReadOnlyList<PropertyInfo> Readable(Type type) =>
        [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.GetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0 && !property.PropertyType.IsByRefLike)];

    /// <summary>A property's value; a property that throws shows its exception's message, so that one bad property hides no other.</summary>
    public static object? Read(PropertyInfo property, object instance)
    {
        try
        {
            return property.GetValue(instance);
        }
        catch (TargetInvocationException e)
        {
            return $"<{e.InnerException?.Message}>";
        }
    }

    // Types declared in a cell carry the name of the submission class around them.
    private static string TypeName(Type type) => type.IsGenericType ? type.Name[..type.Name.IndexOf('`')] : type.Name;
}
