namespace ImageNotebooks.Host.Tests;

public sealed class TerminalTextTests
{
    [Theory]
    [InlineData("plain\n", "plain\n")]
    [InlineData("epoch 1\repoch 2\n", "epoch 2\n")]
    [InlineData("100 %\r5\n", "500 %\n")]
    [InlineData("100 %\r5\u001b[K\n", "5\n")]
    [InlineData("100 %\r\u001b[2Kdone\n", "done\n")]
    [InlineData("a\r\nb\r\n", "a\nb\n")]
    [InlineData("ab\bc\n", "ac\n")]
    [InlineData("open", "open")]
    [InlineData("x\ny\rz", "x\nz")]
    [InlineData("\u001b[32mok\u001b[0m\n", "\u001b[32mok\u001b[0m\n")]
    [InlineData("up\u001b[1Ahere\n", "uphere\n")]
    [InlineData("🐱🐶\r🐭\n", "🐭🐶\n")]
    public void WhatRemainsIsWhatATerminalShows(string written, string remains)
    {
        var lines = "";
        var terminal = new TerminalText(line => lines += line);
        terminal.Write(written);
        Assert.Equal(remains, lines + terminal.Line);
    }

    [Fact]
    public void SequencesThatArriveInPiecesAreUnderstood()
    {
        var lines = "";
        var terminal = new TerminalText(line => lines += line);
        foreach (var c in "old\r\u001b[2Knew 🐱\n")
            terminal.Write([c]);
        Assert.Equal("new 🐱\n", lines);
    }
}
