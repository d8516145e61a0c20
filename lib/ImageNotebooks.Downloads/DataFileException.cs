namespace ImageNotebooks;

/// <summary>A data file cannot be had or cannot be used; the message says which, why, and what to do.</summary>
public class DataFileException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>A file could not be downloaded.</summary>
public class DownloadException(string message, Exception? inner = null) : DataFileException(message, inner);

/// <summary>A file arrived with other bytes than were published; it was set aside and is not used.</summary>
public sealed class ChecksumException(string message, string keptAs) : DownloadException(message)
{
    /// <summary>Where the file with the wrong bytes lies.</summary>
    public string KeptAs { get; } = keptAs;
}

/// <summary>An archive is damaged, or holds what may not be unpacked.</summary>
public sealed class ArchiveException(string message, Exception? inner = null) : DataFileException(message, inner);
