using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Formatting;

namespace ImageNotebooks;

/// <summary>
/// What .NET Interactive calls an extension: in a cell, <c>await new NotebookExtension().OnLoadAsync(Microsoft.DotNet.Interactive.Kernel.Root);</c>. It registers this library's formatters there,
/// puts plotly.js into the page, so that charts are drawn without a network, and adds <c>#!sql</c>, the one of this workspace's directives that is missing there.
/// </summary>
public sealed class NotebookExtension : IKernelExtension
{
    /// <inheritdoc/>
    public Task OnLoadAsync(Kernel kernel)
    {
        foreach (var type in typeof(IRichOutput).Assembly.GetTypes().Where(type => type.IsAssignableTo(typeof(IRichOutput)) && !type.IsInterface)) Register(type);
        if (kernel is CompositeKernel composite && composite.FindKernelByName("sql") is null) composite.Add(new SqlKernel());
        KernelInvocationContext.Current?.Display(Plots.PlotlyJs);
        return Task.CompletedTask;
    }

    private static void Register(Type type)
    {
        foreach (var mimeType in new[] { MimeTypes.Plotly, MimeTypes.Html, MimeTypes.PlainText })
        {
            Formatter.Register(type, (value, context) =>
            {
                if ((value as IRichOutput)?.Render(mimeType) is not { } text) return false;
                context.Writer.Write(text);
                return true;
            }, mimeType);
        }
        var preferred = type.GetCustomAttributes(typeof(TypeFormatterSourceAttribute), inherit: true).Cast<TypeFormatterSourceAttribute>().FirstOrDefault()?.PreferredMimeTypes;
        if (preferred is not null) Formatter.SetPreferredMimeTypesFor(type, preferred);
    }
}
