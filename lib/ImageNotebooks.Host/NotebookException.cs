namespace ImageNotebooks.Host;

/// <summary>
/// A notebook could not be read, given its parameters or written. The message is one sentence for the person who
/// ran it: which file, what is wrong with it and what to do.
/// </summary>
public sealed class NotebookException : Exception
{
    /// <summary>Creates the exception with its sentence.</summary>
    /// <param name="message">Which file, what is wrong, what to do.</param>
    /// <param name="inner">The failure underneath, if there was one.</param>
    public NotebookException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
