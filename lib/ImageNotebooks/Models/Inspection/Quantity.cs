using System.Globalization;

namespace ImageNotebooks;

/// <summary>Amounts with a unit that keeps them short.</summary>
internal static class Quantity
{
    /// <summary>Bytes in units of 1,024, as Keras writes them: 9.14 MB.</summary>
    public static string Bytes(double bytes) => bytes >= 1 << 20 ? Text(bytes / (1 << 20), "MB") : bytes >= 1 << 10 ? Text(bytes / (1 << 10), "KB") : Text(bytes, "B");

    /// <summary>A count in thousands, millions or thousand millions: 4.09 G.</summary>
    public static string Thousands(double count) => count >= 1e9 ? Text(count / 1e9, "G") : count >= 1e6 ? Text(count / 1e6, "M") : count >= 1e3 ? Text(count / 1e3, "k") : count.ToString("0", CultureInfo.InvariantCulture);

    private static string Text(double amount, string unit) => string.Create(CultureInfo.InvariantCulture, $"{amount:0.00} {unit}");
}
