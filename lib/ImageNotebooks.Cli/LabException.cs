namespace ImageNotebooks.Cli;

/// <summary>What a command could not do, as a sentence that says what to do about it; <c>lab</c> prints it and exits with 1.</summary>
/// <param name="message">The sentence.</param>
public sealed class LabException(string message) : Exception(message);
