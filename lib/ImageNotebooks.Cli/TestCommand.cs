using System.CommandLine;
namespace ImageNotebooks.Cli;
internal static class TestCommand { public static Command Create() => new("test", "x") { new Option<int>("--filter") }; }
