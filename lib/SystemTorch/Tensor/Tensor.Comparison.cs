using static TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor eq(Tensor target) => target is null ? false : st_eq(this, target);
        public Tensor eq_(Tensor target) => target is null ? false : After(st_eq_(this, target));
        public Tensor eq(Scalar target) => target is null ? false : st_eq_scalar(this, target);
        public Tensor eq_(Scalar target) => target is null ? false : After(st_eq_scalar_(this, target));

        public Tensor ne(Tensor target) => st_ne(this, target);
        public Tensor ne_(Tensor target) => After(st_ne_(this, target));
        public Tensor ne(Scalar target) => st_ne_scalar(this, target);
        public Tensor ne_(Scalar target) => After(st_ne_scalar_(this, target));

        public Tensor lt(Tensor target) => st_lt(this, target);
        public Tensor lt_(Tensor target) => After(st_lt_(this, target));
        public Tensor lt(Scalar target) => st_lt_scalar(this, target);
        public Tensor lt_(Scalar target) => After(st_lt_scalar_(this, target));

        public Tensor le(Tensor target) => st_le(this, target);
        public Tensor le_(Tensor target) => After(st_le_(this, target));
        public Tensor le(Scalar target) => st_le_scalar(this, target);
        public Tensor le_(Scalar target) => After(st_le_scalar_(this, target));

        public Tensor gt(Tensor target) => target is null ? false : st_gt(this, target);
        public Tensor gt_(Tensor target) => target is null ? false : After(st_gt_(this, target));
        public Tensor gt(Scalar target) => target is null ? false : st_gt_scalar(this, target);
        public Tensor gt_(Scalar target) => target is null ? false : After(st_gt_scalar_(this, target));

        public Tensor ge(Tensor target) => target is null ? false : st_ge(this, target);
        public Tensor ge_(Tensor target) => target is null ? false : After(st_ge_(this, target));
        public Tensor ge(Scalar target) => target is null ? false : st_ge_scalar(this, target);
        public Tensor ge_(Scalar target) => target is null ? false : After(st_ge_scalar_(this, target));

        // other names

        public Tensor equal(Tensor target) => eq(target);
        public Tensor not_equal(Tensor target) => ne(target);
        public Tensor not_equal_(Tensor target) => ne_(target);
        public Tensor less(Tensor target) => lt(target);
        public Tensor less_equal(Tensor target) => le(target);
        public Tensor less_equal_(Tensor target) => le_(target);
        public Tensor greater(Tensor target) => gt(target);
        public Tensor greater_equal(Tensor target) => ge(target);

        // nearly equal, contained, equal altogether

        public Tensor isclose(Tensor other, double rtol = 1e-05, double atol = 1e-08, bool nanEqual = false) => st_isclose(this, other, rtol, atol, nanEqual.Int());
        public Tensor isin(Tensor test_elements, bool assumeUnique = false, bool invert = false) => st_isin(this, test_elements, assumeUnique.Int(), invert.Int());

        public bool allclose(Tensor target, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false) =>
            target is not null && st_allclose(this, target, rtol, atol, equal_nan.Int());

        public bool Equals(Tensor target)
        {
            if (target is null || !shape.AsSpan().SequenceEqual(target.shape)) return false;
            if (dtype == target.dtype) return st_equal(this, target);
            using var scope = NewDisposeScope();
            var type = promote_types(dtype, target.dtype);
            return st_equal(to_type(type), target.to_type(type));
        }

        public override bool Equals(object? obj) => obj is Tensor other && Equals(other);
        public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
    }
}
