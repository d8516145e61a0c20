using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;

namespace ImageNotebooks.Host;

/// <summary>
/// Finds formatters by .NET Interactive's naming convention, which lets a library render its types in a notebook without
/// referencing any notebook host: the type bears an attribute whose class is named <c>TypeFormatterSourceAttribute</c>
/// with a property <c>FormatterSourceType</c> (and perhaps <c>PreferredMimeTypes</c>); an object of that type has a
/// method <c>CreateTypeFormatters()</c>, whose items have a <c>string MimeType</c>, a
/// <c>bool Format(object, TextWriter)</c> and perhaps a <c>Type Type</c> that narrows them. Unlike .NET Interactive,
/// an attribute on an implemented interface counts too when the class itself has none.
/// </summary>
internal static class ConventionFormatters
{
    private const string AttributeName = "TypeFormatterSourceAttribute";

    private static readonly ConcurrentDictionary<Type, TypeFormatters> Cache = new();

    public static TypeFormatters For(Type type) => Cache.GetOrAdd(type, Find);

    private static TypeFormatters Find(Type type)
    {
        var attributes = AttributesOf(type);
        if (attributes.Length == 0)
            attributes = [.. type.GetInterfaces().SelectMany(AttributesOf)];

        var formatters = new List<ConventionFormatter>();
        var preferred = new List<string>();
        foreach (var attribute in attributes)
        {
            if (Property(attribute, "FormatterSourceType") is Type source)
                formatters.AddRange(FormattersOf(source).Where(formatter => formatter.Type?.IsAssignableFrom(type) ?? true));
            if (Property(attribute, "PreferredMimeTypes") is string[] mimeTypes)
                preferred.AddRange(mimeTypes);
        }
        return new TypeFormatters(formatters, preferred);
    }

    private static object[] AttributesOf(Type type) =>
        [.. type.GetCustomAttributes(inherit: true).Where(attribute => attribute.GetType().Name == AttributeName)];

    private static IEnumerable<ConventionFormatter> FormattersOf(Type source)
    {
        var method = source.GetMethod("CreateTypeFormatters", Type.EmptyTypes)
            ?? throw new InvalidOperationException($"The formatter source {source} has no public method CreateTypeFormatters().");
        if (method.Invoke(Activator.CreateInstance(source), null) is not IEnumerable formatters)
            throw new InvalidOperationException($"CreateTypeFormatters() of {source} does not return a sequence of formatters.");

        foreach (var formatter in formatters)
        {
            if (Property(formatter, "MimeType") is not string mimeType)
                continue;
            var format = formatter.GetType().GetMethod("Format", [typeof(object), typeof(TextWriter)]);
            if (format?.ReturnType != typeof(bool))
                throw new InvalidOperationException($"The formatter {formatter.GetType()} for {mimeType} has no public method bool Format(object, TextWriter).");
            yield return new ConventionFormatter(
                mimeType, Property(formatter, "Type") as Type, format.CreateDelegate<Func<object, TextWriter, bool>>(formatter));
        }
    }

    private static object? Property(object instance, string name) => instance.GetType().GetProperty(name)?.GetMethod?.Invoke(instance, null);
}

/// <summary>One form in which a type can be written.</summary>
internal sealed record ConventionFormatter(string MimeType, Type? Type, Func<object, TextWriter, bool> Format);

/// <summary>The forms of one type, in the order of their registration, and those it prefers.</summary>
internal sealed record TypeFormatters(IReadOnlyList<ConventionFormatter> Formatters, IReadOnlyList<string> PreferredMimeTypes)
{
    /// <summary>What to show when nobody asked for certain MIME types.</summary>
    public IEnumerable<string> MimeTypes =>
        PreferredMimeTypes.Count > 0 ? PreferredMimeTypes : Formatters.Select(formatter => formatter.MimeType).Distinct();

    /// <summary>The value in a MIME type, or null when no formatter writes it; the one registered last goes first.</summary>
    public string? Format(object value, string mimeType)
    {
        foreach (var formatter in Formatters.Reverse().Where(formatter => formatter.MimeType == mimeType))
        {
            using var writer = new StringWriter();
            if (formatter.Format(value, writer))
                return writer.ToString();
        }
        return null;
    }
}
