// %% 14.1 takes the textbook's
(double Lower, double Upper) Bounds(int right, int of)
{
    var p = (double)right / of;
    var half = 1.96 * Math.Sqrt(p * (1 - p) / of);
    return (p - half, p + half);
}

// %% 14.1 cuts the textbook's at 0 and 1
(double Lower, double Upper) Bounds(int right, int of)
{
    var p = (double)right / of;
    var half = 1.96 * Math.Sqrt(p * (1 - p) / of);
    return (Math.Max(0, p - half), Math.Min(1, p + half));
}

// %% 14.1 divides whole numbers
(double Lower, double Upper) Bounds(int right, int of)
{
    const double z = 1.96;
    var p = right / of;
    var half = z * Math.Sqrt(p * (1 - p) / (double)of + z * z / (4.0 * of * of));
    var width = 1 + z * z / of;
    return ((p + z * z / (2 * of) - half) / width, (p + z * z / (2 * of) + half) / width);
}

// %% 14.2 forgets to square
int pictures = 43;

// %% 14.2 takes one standard error for the interval
int pictures = 475;

// %% 14.2 takes the worst case of 0.5
int pictures = 9604;

// %% 14.3 divides by picture
(int[] Train, int[] Test) Divided(string[] patients, double part)
{
    var pictures = Enumerable.Range(0, patients.Length).ToArray();
    var test = (int)Math.Round(part * pictures.Length);
    return ([.. pictures.SkipLast(test)], [.. pictures.TakeLast(test)]);
}

// %% 14.3 sorts by patient and cuts through one
(int[] Train, int[] Test) Divided(string[] patients, double part)
{
    var sorted = Enumerable.Range(0, patients.Length)
        .OrderBy(i => patients[i], StringComparer.Ordinal).ToArray();
    var test = (int)Math.Round(part * sorted.Length);
    return ([.. sorted.SkipLast(test).Order()], [.. sorted.TakeLast(test).Order()]);
}

// %% 14.3 tests the first patients
(int[] Train, int[] Test) Divided(string[] patients, double part)
{
    var names = patients.Distinct().Order(StringComparer.Ordinal).ToArray();
    var chosen = names.Take((int)Math.Round(part * names.Length)).ToHashSet();
    var pictures = Enumerable.Range(0, patients.Length).ToArray();
    return ([.. pictures.Where(i => !chosen.Contains(patients[i]))],
        [.. pictures.Where(i => chosen.Contains(patients[i]))]);
}

// %% 14.4 lets all bins count the same
double CalibrationError(double[] sure, bool[] right, int bins) =>
    Enumerable.Range(0, sure.Length).GroupBy(i => Math.Min(bins - 1, (int)(sure[i] * bins)))
        .Average(bin => Math.Abs(bin.Average(i => (right[i] ? 1 : 0) - sure[i])));

// %% 14.4 lets too much and too little cancel
double CalibrationError(double[] sure, bool[] right, int bins) =>
    Math.Abs(sure.Average() - right.Average(one => one ? 1.0 : 0.0));

// %% 14.4 takes the distance of each picture
double CalibrationError(double[] sure, bool[] right, int bins) =>
    sure.Zip(right).Average(one => Math.Abs((one.Second ? 1 : 0) - one.First));

// %% 14.4 has a bin of its own for 1
double CalibrationError(double[] sure, bool[] right, int bins)
{
    var (sums, n) = (new double[bins], sure.Length);
    for (var i = 0; i < n; i++) sums[(int)(sure[i] * bins)] += (right[i] ? 1 : 0) - sure[i];
    return sums.Sum(Math.Abs) / n;
}

// %% 14.5 forgets that two wrongs make a right
double Observed(double accuracy, double wrong) => accuracy * (1 - wrong);

// %% 14.5 takes the wrong ones off
double Observed(double accuracy, double wrong) => accuracy - wrong;

// %% 14.5 does not go beyond what is possible, and else changes nothing
double Observed(double accuracy, double wrong) => Math.Min(accuracy, 1 - wrong);
