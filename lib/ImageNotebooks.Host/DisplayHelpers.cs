namespace ImageNotebooks.Host;

/// <summary>
/// What every cell can call without a using directive, under the names that .NET Interactive gives them.
/// </summary>
public static class DisplayHelpers
{
    /// <summary>Shows a value in the cell's output.</summary>
    /// <param name="value">Any value.</param>
    /// <param name="mimeTypes">The MIME types to show it in; none for those that suit it.</param>
    /// <returns>What was shown; its <see cref="DisplayedValue.Update"/> shows another value in its place.</returns>
    /// <exception cref="ArgumentException">The value cannot be written in one of the MIME types.</exception>
    public static DisplayedValue display(object? value, params string[] mimeTypes) => ScriptSession.Show(ValueFormatter.Format(value, mimeTypes));

    /// <summary>Shows this value in the cell's output, as <see cref="display"/> does.</summary>
    public static DisplayedValue Display(this object? value, params string[] mimeTypes) => display(value, mimeTypes);

    /// <summary>Shows a string as content of a MIME type, such as <c>"&lt;svg ...&gt;".DisplayAs("image/svg+xml")</c>.</summary>
    /// <param name="value">The content; base64 for pictures that are not text.</param>
    /// <param name="mimeType">Its MIME type.</param>
    public static DisplayedValue DisplayAs(this string value, string mimeType) => ScriptSession.Show(new MimeBundle(mimeType, value));

    /// <summary>Markup that is shown as HTML when it is displayed or the value of a cell.</summary>
    /// <param name="content">The markup.</param>
    public static HtmlContent HTML(string content) => new(content);

    /// <summary>Takes away what the running cell has shown so far.</summary>
    /// <param name="wait">Whether that waits for the next output, so that nothing flickers.</param>
    public static void ClearOutput(bool wait = false) => ScriptSession.Current.Clear(wait);
}
