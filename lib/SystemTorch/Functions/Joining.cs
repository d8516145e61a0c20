using static TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    // along a dimension that is there

    public static Tensor cat(IList<Tensor> tensors, long dim = 0) => Join([.. tensors], dim);
    public static Tensor cat(Tensor[] tensors, long dim = 0) => Join(tensors, dim);
    public static Tensor cat(ReadOnlySpan<Tensor> tensors, long dim = 0) => Join([.. tensors], dim);
    public static Tensor concat(IList<Tensor> tensors, long dim = 0) => Join([.. tensors], dim);
    public static Tensor concat(Tensor[] tensors, long dim = 0) => Join(tensors, dim);
    public static Tensor concat(ReadOnlySpan<Tensor> tensors, long dim = 0) => Join([.. tensors], dim);
    public static Tensor concatenate(IList<Tensor> tensors, long axis = 0) => Join([.. tensors], axis);
    public static Tensor concatenate(Tensor[] tensors, long axis = 0) => Join(tensors, axis);
    public static Tensor concatenate(ReadOnlySpan<Tensor> tensors, long axis = 0) => Join([.. tensors], axis);

    private static Tensor Join(Tensor[] tensors, long dim) => tensors.Length switch
    {
        0 => throw new ArgumentException("cat() joins at least one tensor, and none was given.", nameof(tensors)),
        1 => tensors[0].alias(),
        _ => With(tensors, handles => st_cat(handles, handles.Length, dim)),
    };

    // along a new one

    public static Tensor stack(IEnumerable<Tensor> tensors, long dim = 0) => With([.. tensors], handles => st_stack(handles, handles.Length, dim));
    public static Tensor hstack(IList<Tensor> tensors) => With([.. tensors], handles => st_hstack(handles, handles.Length));
    public static Tensor hstack(IEnumerable<Tensor> tensors) => With([.. tensors], handles => st_hstack(handles, handles.Length));
    public static Tensor hstack(params Tensor[] tensors) => With(tensors, handles => st_hstack(handles, handles.Length));
    public static Tensor hstack(ReadOnlySpan<Tensor> tensors) => With([.. tensors], handles => st_hstack(handles, handles.Length));
    public static Tensor vstack(IList<Tensor> tensors) => With([.. tensors], handles => st_vstack(handles, handles.Length));
    public static Tensor vstack(Tensor[] tensors) => With(tensors, handles => st_vstack(handles, handles.Length));
    public static Tensor vstack(ReadOnlySpan<Tensor> tensors) => With([.. tensors], handles => st_vstack(handles, handles.Length));
    public static Tensor row_stack(IList<Tensor> tensors) => With([.. tensors], handles => st_vstack(handles, handles.Length));
    public static Tensor row_stack(params Tensor[] tensors) => With(tensors, handles => st_vstack(handles, handles.Length));
    public static Tensor row_stack(ReadOnlySpan<Tensor> tensors) => With([.. tensors], handles => st_vstack(handles, handles.Length));
    public static Tensor dstack(IList<Tensor> tensors) => With([.. tensors], handles => st_dstack(handles, handles.Length));
    public static Tensor dstack(IEnumerable<Tensor> tensors) => With([.. tensors], handles => st_dstack(handles, handles.Length));
    public static Tensor dstack(params Tensor[] tensors) => With(tensors, handles => st_dstack(handles, handles.Length));
    public static Tensor dstack(ReadOnlySpan<Tensor> tensors) => With([.. tensors], handles => st_dstack(handles, handles.Length));
    public static Tensor column_stack(IList<Tensor> tensors) => With([.. tensors], handles => st_column_stack(handles, handles.Length));
    public static Tensor column_stack(params Tensor[] tensors) => With(tensors, handles => st_column_stack(handles, handles.Length));
    public static Tensor column_stack(ReadOnlySpan<Tensor> tensors) => With([.. tensors], handles => st_column_stack(handles, handles.Length));

    // combined

    public static Tensor block_diag(params Tensor[] tensors) => With(tensors, handles => st_block_diag(handles, handles.Length));
    public static Tensor cartesian_prod(IList<Tensor> tensors) => With([.. tensors], handles => st_cartesian_prod(handles, handles.Length));
    public static Tensor cartesian_prod(params Tensor[] tensors) => With(tensors, handles => st_cartesian_prod(handles, handles.Length));
    public static Tensor cartesian_prod(ReadOnlySpan<Tensor> tensors) => With([.. tensors], handles => st_cartesian_prod(handles, handles.Length));
    public static Tensor einsum(string equation, params Tensor[] tensors) => With(tensors, handles => st_einsum(equation, handles, handles.Length));
    public static Tensor[] meshgrid(IEnumerable<Tensor> tensors, string indexing = "ij") => TakeList(With([.. tensors], handles => st_meshgrid(handles, handles.Length, indexing)));

    public static Tensor combinations(Tensor input, int r = 2, bool with_replacement = false)
    {
        if (input.ndim != 1) throw new ArgumentException($"combinations() takes a vector, and this tensor has {input.ndim} dimensions.", nameof(input));
        if (r < 0) throw new ArgumentException($"combinations() takes 0 or more elements at a time, and {r} was given.", nameof(r));
        return st_combinations(input, r, with_replacement.Int());
    }

    // to a common shape

    public static IList<Tensor> broadcast_tensors(params Tensor[] tensors) =>
        tensors.Length > 0 ? [.. TakeList(With(tensors, handles => st_broadcast_tensors(handles, handles.Length)))] : throw new ArgumentException("broadcast_tensors() takes at least one tensor, and none was given.", nameof(tensors));

    public static Size broadcast_shapes(params long[][] shapes)
    {
        var result = Enumerable.Repeat(1L, shapes.Max(shape => shape.Length)).ToArray();
        foreach (var shape in shapes)
        {
            for (var i = 1; i <= shape.Length; i++)
            {
                if (shape[^i] == 1 || shape[^i] == result[^i]) continue;
                if (result[^i] != 1) throw new ArgumentException($"Shapes with sizes {result[^i]} and {shape[^i]} in the same dimension, counted from the last, have no common shape.");
                result[^i] = shape[^i];
            }
        }
        return result;
    }

    public static IEnumerable<Tensor> atleast_1d(params Tensor[] input) => input.Select(t => t.atleast_1d());
    public static IEnumerable<Tensor> atleast_2d(params Tensor[] input) => input.Select(t => t.atleast_2d());
    public static IEnumerable<Tensor> atleast_3d(params Tensor[] input) => input.Select(t => t.atleast_3d());
}
