namespace Notebooks.Tests.StandIns.Verso
{
    /// <summary>What Verso gives a cell to show a value with.</summary>
    public static class DisplayExtensions
    {
        public static void Display(this object? value, string? mimeType = null) => _ = (value, mimeType);
    }
}

namespace Notebooks.Tests.StandIns.Interactive
{
    /// <summary>What .NET Interactive gives a cell to show a value with.</summary>
    public static class DisplayExtensions
    {
        public static DisplayedValue Display(this object value, params string[] mimeTypes) => new(value, mimeTypes);
    }

    /// <summary>What was shown.</summary>
    public sealed record DisplayedValue(object Value, string[] MimeTypes)
    {
        public void Update(object updated) => _ = updated;
    }
}
