using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;

namespace ImageNotebooks.Host;

/// <summary>What every cell can use without asking for it.</summary>
internal static class ScriptDefaults
{
    /// <summary>The namespaces that .NET Interactive's C# kernel imports, and System.IO.</summary>
    public static IReadOnlyList<string> Imports { get; } =
        ["System", "System.Collections", "System.Collections.Generic", "System.IO", "System.Linq", "System.Text", "System.Threading.Tasks"];

    // Few, since the compiler reads each when it starts; #r "System.Net.Http" brings in any other of the runtime.
    private static readonly string[] References =
    [
        "System.Private.CoreLib", "System.Runtime", "System.Collections", "System.Collections.Concurrent", "System.Collections.Immutable",
        "System.Console", "System.Diagnostics.Process", "System.IO.Compression", "System.Linq", "System.Linq.Expressions", "System.Memory", "System.Net.Http",
        "System.Numerics.Vectors", "System.ObjectModel", "System.Runtime.Extensions", "System.Runtime.InteropServices", "System.Runtime.Numerics",
        "System.Text.Json", "System.Text.RegularExpressions", "System.Threading", "System.Threading.Tasks.Parallel", "System.Threading.Thread",
        "Microsoft.CSharp", "netstandard",
    ];

    public static ScriptOptions Options(string folder, ReferenceResolver resolver) => ScriptOptions.Default
        .WithLanguageVersion(LanguageVersion.Latest)
        .WithImports(Imports.Append(typeof(DisplayHelpers).FullName!))
        .WithReferences(References
            .Select(name => AssemblyNeighbours.Find(new System.Reflection.AssemblyName { Name = name })!)
            .Append(typeof(DisplayHelpers).Assembly.Location)
            .Select(resolver.Reference))
        .WithMetadataResolver(resolver)
        .WithSourceResolver(new SourceFileResolver([], folder))
        .WithOptimizationLevel(OptimizationLevel.Release)
        .WithFileEncoding(Encoding.UTF8)
        .WithEmitDebugInformation(true);
}
