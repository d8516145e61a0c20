// %% 08.1 goes uphill
double[] Descend(double start, double curvature, double rate, int steps)
{
    var places = new List<double> { start };
    for (var step = 0; step < steps; step++)
        places.Add(places[^1] + rate * curvature * places[^1]);
    return places.ToArray();
}

// %% 08.1 leaves out the start
double[] Descend(double start, double curvature, double rate, int steps) => Enumerable
    .Range(1, steps).Select(step => start * Math.Pow(1 - rate * curvature, step)).ToArray();

// %% 08.1 takes the loss for its slope
double[] Descend(double start, double curvature, double rate, int steps)
{
    var places = new List<double> { start };
    for (var step = 0; step < steps; step++)
        places.Add(places[^1] - rate * curvature / 2 * places[^1] * places[^1]);
    return places.ToArray();
}

// %% 08.2 looks at the flat direction
double limit = 2;

// %% 08.2 takes the rate that ends at the bottom at once
double limit = 0.05;

// %% 08.2 adds up the curvatures
double limit = 2.0 / 21;

// %% 08.3 rises by the same amount
double[] RisingRates(double from, double to, int steps) => Enumerable.Range(0, steps)
    .Select(step => from + (to - from) * step / (steps - 1.0)).ToArray();

// %% 08.3 never reaches the last rate
double[] RisingRates(double from, double to, int steps) => Enumerable.Range(0, steps)
    .Select(step => from * Math.Pow(to / from, step / (double)steps)).ToArray();

// %% 08.3 divides whole numbers
double[] RisingRates(double from, double to, int steps) => Enumerable.Range(0, steps)
    .Select(step => from * Math.Pow(to / from, step / (steps - 1))).ToArray();

// %% 08.4 lets the error fall with the batch itself
int batchSize = 100;

// %% 08.4 takes the root the wrong way
int batchSize = 50;

// %% 08.5 turns them upside down
Tensor Mirrored(Tensor x, Tensor chance) =>
    where(chance.lt(0.5).reshape(-1, 1, 1, 1), x.flip(2), x);

// %% 08.5 mirrors all or none
Tensor Mirrored(Tensor x, Tensor chance) => chance[0].item<float>() < 0.5 ? x.flip(3) : x;

// %% 08.5 mirrors the others
Tensor Mirrored(Tensor x, Tensor chance) =>
    where(chance.lt(0.5).reshape(-1, 1, 1, 1), x, x.flip(3));

// %% 08.5 changes the order of the pictures
Tensor Mirrored(Tensor x, Tensor chance) =>
    where(chance.lt(0.5).reshape(-1, 1, 1, 1), x.flip(0), x);

// %% 08.6 compares with the epoch before
(int Best, int Ended) StopEarly(double[] losses, int patience)
{
    var (best, waited) = (1, 0);
    for (var epoch = 2; epoch <= losses.Length; epoch++)
    {
        waited = losses[epoch - 1] < losses[epoch - 2] ? 0 : waited + 1;
        if (losses[epoch - 1] < losses[best - 1]) best = epoch;
        if (waited == patience) return (best, epoch);
    }
    return (best, losses.Length);
}

// %% 08.6 looks into the future
(int Best, int Ended) StopEarly(double[] losses, int patience)
{
    var best = Array.IndexOf(losses, losses.Min()) + 1;
    return (best, Math.Min(best + patience, losses.Length));
}

// %% 08.6 waits one epoch too long
(int Best, int Ended) StopEarly(double[] losses, int patience)
{
    var best = 1;
    for (var epoch = 1; epoch <= losses.Length; epoch++)
    {
        if (losses[epoch - 1] < losses[best - 1]) best = epoch;
        if (epoch - best > patience) return (best, epoch);
    }
    return (best, losses.Length);
}

// %% 08.6 counts from zero
(int Best, int Ended) StopEarly(double[] losses, int patience)
{
    var best = 0;
    for (var epoch = 0; epoch < losses.Length; epoch++)
    {
        if (losses[epoch] < losses[best]) best = epoch;
        if (epoch - best == patience) return (best, epoch);
    }
    return (best, losses.Length - 1);
}
