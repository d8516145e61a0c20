using System.Collections;

namespace ImageNotebooks.Tests;

/// <summary>Finds formatters as .NET Interactive does for types that do not reference it: by names alone.</summary>
internal static class NotebookHost
{
    public static string? Show(object value, string mimeType)
    {
        var source = Activator.CreateInstance((Type)Property(Attribute(value), "FormatterSourceType")!)!;
        foreach (var formatter in (IEnumerable)source.GetType().GetMethod("CreateTypeFormatters")!.Invoke(source, null)!)
        {
            if ((string)Property(formatter, "MimeType")! != mimeType)
                continue;
            var writer = new StringWriter();
            return (bool)formatter.GetType().GetMethod("Format")!.Invoke(formatter, [value, writer])! ? writer.ToString() : null;
        }
        return null;
    }

    public static string[]? PreferredMimeTypes(object value) => (string[]?)Property(Attribute(value), "PreferredMimeTypes");

    private static object Attribute(object value) =>
        Assert.Single(value.GetType().GetCustomAttributes(true), a => a.GetType().Name == "TypeFormatterSourceAttribute");

    private static object? Property(object target, string name) => target.GetType().GetProperty(name)!.GetGetMethod()!.Invoke(target, null);
}
