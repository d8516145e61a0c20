using System.CommandLine;
namespace ImageNotebooks.Cli;
internal static class BenchCommand { public static Command Create() => new("bench", "x") { new Option<int>("--rounds") }; }
