namespace ImageNotebooks;

/// <summary>A folder for sample data cannot be used; the message says which, why, and what to do.</summary>
public sealed class SampleFolderException(string message, Exception? inner = null) : IOException(message, inner);
