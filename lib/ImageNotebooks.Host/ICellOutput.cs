namespace ImageNotebooks.Host;

/// <summary>The two text streams of a cell.</summary>
public enum OutputStream
{
    /// <summary>Standard output.</summary>
    Stdout,

    /// <summary>Standard error.</summary>
    Stderr,
}

/// <summary>
/// Where the output of a running cell goes, in the order in which it was made. Calls come from any thread of the cell.
/// </summary>
public interface ICellOutput
{
    /// <summary>Text written to the console.</summary>
    void Write(OutputStream stream, string text);

    /// <summary>A value given to <c>display</c>.</summary>
    /// <param name="bundle">Its forms.</param>
    /// <param name="id">A name by which it can be updated; null where it never is.</param>
    /// <exception cref="InvalidOperationException">The content of a JSON type is not JSON.</exception>
    void Display(MimeBundle bundle, string? id = null);

    /// <summary>Another value in the place of one that was displayed; nothing where that was cleared.</summary>
    /// <param name="id">The name under which it was displayed.</param>
    /// <param name="bundle">The new value's forms.</param>
    /// <exception cref="InvalidOperationException">The content of a JSON type is not JSON.</exception>
    void Update(string id, MimeBundle bundle);

    /// <summary>Takes away all output so far.</summary>
    /// <param name="wait">Whether that waits for the next output.</param>
    void Clear(bool wait);

    /// <summary>The value of the cell's last expression.</summary>
    /// <exception cref="InvalidOperationException">The content of a JSON type is not JSON.</exception>
    void Result(MimeBundle bundle);
}
