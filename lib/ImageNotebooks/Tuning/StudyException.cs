namespace ImageNotebooks;

/// <summary>A study cannot be opened, or cannot go on; the message says why and what to do.</summary>
public class StudyException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>A parameter was asked for with another range than before, in this program or in the one that began the study.</summary>
public sealed class ParameterConflictException(string message) : StudyException(message);
