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
    /// <exception cref="InvalidOperationException">The content of a JSON type is not JSON.</exception>
    void Display(MimeBundle bundle);

    /// <summary>The value of the cell's last expression.</summary>
    /// <exception cref="InvalidOperationException">The content of a JSON type is not JSON.</exception>
    void Result(MimeBundle bundle);
}
