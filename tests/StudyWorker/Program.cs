using System.Globalization;
using ImageNotebooks;

// StudyWorker FILE TRIALS MILLISECONDS HEARTBEAT [DEADLY]: each trial takes so long in five epochs; a deadly one ends the process by itself.
int Number(int index) => int.Parse(args[index], CultureInfo.InvariantCulture);
var deadly = args.Length > 4 ? Number(4) : 0;
using var study = Study.Open(args[0], StudyDirection.Minimize, new() { Sampler = new RandomSampler(), Heartbeat = TimeSpan.FromMilliseconds(Number(3)) });
study.Run(Number(1), trial =>
{
    var (x, y) = (trial.Float("x", -5, 5), trial.Float("y", -5, 5));
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{trial.Number} {x:R}"));
    if (trial.Number == deadly)
        Environment.FailFast("A trial that takes its process with it.");
    for (var epoch = 1; epoch <= 5; epoch++)
    {
        Thread.Sleep(Number(2) / 5);
        trial.Report(epoch, (x * x + y * y) * (6 - epoch));
    }
    return x * x + y * y;
});
