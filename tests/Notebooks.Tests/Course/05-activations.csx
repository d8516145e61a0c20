// %% 05.1 forgets that the first bias goes through the second layer
(Tensor Weight, Tensor Bias) OneLayer(Tensor w1, Tensor b1, Tensor w2, Tensor b2) =>
    (w2.mm(w1), b2);

// %% 05.1 multiplies in the order in which the layers stand
(Tensor Weight, Tensor Bias) OneLayer(Tensor w1, Tensor b1, Tensor w2, Tensor b2) =>
    (w1.mm(w2), w2.mv(b1) + b2);

// %% 05.2 takes the slope for a floor
Tensor Leaky(Tensor x, double slope) => x.clamp_min(-slope);

// %% 05.2 turns negative numbers into positive ones
Tensor Leaky(Tensor x, double slope) => where(x.gt(0), x, -slope * x);

// %% 05.2 takes the larger of both, which is wrong for slopes above 1
Tensor Leaky(Tensor x, double slope) => x.maximum(slope * x);

// %% 05.3 takes x for a constant
Tensor SwishSlope(Tensor x) => x * x.sigmoid() * (1 - x.sigmoid());

// %% 05.3 takes the sigmoid for a constant
Tensor SwishSlope(Tensor x) => x.sigmoid();

// %% 05.3 gives the slope of the sigmoid
Tensor SwishSlope(Tensor x) => x.sigmoid() * (1 - x.sigmoid());

// %% 05.4 gives how low it is instead of where
double lowest = -0.28;

// %% 05.4 loses the sign
double lowest = 1.28;

// %% 05.5 counts every zero
double DeadShare(Tensor sums) => sums.le(0).to_type(ScalarType.Float64).mean().item<double>();

// %% 05.5 counts pictures instead of units
double DeadShare(Tensor sums) =>
    sums.le(0).all(1).to_type(ScalarType.Float64).mean().item<double>();

// %% 05.5 looks at the mean over the pictures
double DeadShare(Tensor sums) =>
    sums.mean([0]).le(0).to_type(ScalarType.Float64).mean().item<double>();

// %% 05.6 begins anew with zero
Tensor Revive(Tensor x, Tensor weight, Tensor bias) => zeros_like(bias);

// %% 05.6 changes the living too
Tensor Revive(Tensor x, Tensor weight, Tensor bias) => -x.mm(weight.T).mean([0]);

// %% 05.6 raises a bias until the unit is always on
Tensor Revive(Tensor x, Tensor weight, Tensor bias)
{
    var products = x.mm(weight.T);
    return where((products + bias).le(0).all(0), bias + 100, bias);
}
