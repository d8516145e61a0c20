namespace ImageNotebooks.Host;

/// <summary>A value that was shown with <see cref="DisplayHelpers.display"/> and can be replaced where it stands, also by a later cell.</summary>
public sealed class DisplayedValue
{
    private readonly ICellOutput _output;
    private readonly string _id;

    internal DisplayedValue(ICellOutput output, string id) => (_output, _id) = (output, id);

    /// <summary>Shows another value in its place; a chart that grows while a model trains, for instance.</summary>
    /// <param name="value">Any value.</param>
    /// <param name="mimeTypes">The MIME types to show it in; none for those that suit it.</param>
    /// <exception cref="ArgumentException">The value cannot be written in one of the MIME types.</exception>
    public void Update(object? value, params string[] mimeTypes) => _output.Update(_id, ValueFormatter.Format(value, mimeTypes));
}
