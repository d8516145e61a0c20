using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using static TorchSharp.torch;

namespace TorchSharp;

// native/random.cpp
internal static partial class Native
{
    [LibraryImport(Lib)] internal static partial Done st_bernoulli_(Tensor a, double p, [MarshalUsing(typeof(OptionalGenerator))] Generator? g);
    [LibraryImport(Lib)] internal static partial Done st_bernoulli_tensor_(Tensor a, Tensor p, [MarshalUsing(typeof(OptionalGenerator))] Generator? g);
    [LibraryImport(Lib)] internal static partial Done st_cauchy_(Tensor a, double median, double sigma, [MarshalUsing(typeof(OptionalGenerator))] Generator? g);
    [LibraryImport(Lib)] internal static partial Done st_exponential_(Tensor a, double lambda, [MarshalUsing(typeof(OptionalGenerator))] Generator? g);
    [LibraryImport(Lib)] internal static partial Done st_geometric_(Tensor a, double p, [MarshalUsing(typeof(OptionalGenerator))] Generator? g);
    [LibraryImport(Lib)] internal static partial Done st_log_normal_(Tensor a, double mean, double std, [MarshalUsing(typeof(OptionalGenerator))] Generator? g);
    [LibraryImport(Lib)] internal static partial Done st_normal_(Tensor a, double mean, double std, [MarshalUsing(typeof(OptionalGenerator))] Generator? g);
    [LibraryImport(Lib)] internal static partial Done st_random_(Tensor a, long low, long high, [MarshalUsing(typeof(OptionalGenerator))] Generator? g);
    [LibraryImport(Lib)] internal static partial Done st_uniform_(Tensor a, double low, double high, [MarshalUsing(typeof(OptionalGenerator))] Generator? g);
    [LibraryImport(Lib)] internal static partial Tensor st_bernoulli(Tensor a, [MarshalUsing(typeof(OptionalGenerator))] Generator? g);
    [LibraryImport(Lib)] internal static partial Tensor st_binomial(Tensor count, Tensor p, [MarshalUsing(typeof(OptionalGenerator))] Generator? g);
    [LibraryImport(Lib)] internal static partial Tensor st_multinomial(Tensor a, long n, int replacement, [MarshalUsing(typeof(OptionalGenerator))] Generator? g);
    [LibraryImport(Lib)] internal static partial Tensor st_poisson(Tensor a, [MarshalUsing(typeof(OptionalGenerator))] Generator? g);
}
