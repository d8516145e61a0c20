namespace ImageNotebooks;

/// <summary>A file of weights cannot be read or written; the message says which, why, and what to do.</summary>
public class WeightsFileException(string message, Exception? inner = null) : DataFileException(message, inner);
