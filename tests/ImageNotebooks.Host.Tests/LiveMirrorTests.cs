namespace ImageNotebooks.Host.Tests;

public sealed class LiveMirrorTests
{
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();

    [Fact]
    public void ATerminalGetsTheTextAsItComes()
    {
        var mirror = new LiveMirror(_out, true, _error, true);
        mirror.Write(OutputStream.Stdout, "1 %");
        mirror.Write(OutputStream.Stdout, "\r2 %");
        Assert.Equal("1 %\r2 %", _out.ToString());
        Assert.False(mirror.AtLineStart);
        mirror.EndLine();
        Assert.True(mirror.AtLineStart);
    }

    [Fact]
    public void AFileGetsFinishedLinesOnly()
    {
        var mirror = new LiveMirror(_out, false, _error, false);
        mirror.Write(OutputStream.Stdout, "1 %\r2 %");
        Assert.Equal("", _out.ToString());
        mirror.Write(OutputStream.Stdout, "\r3 %\nnext");
        Assert.Equal("3 %\n", _out.ToString());
        mirror.Write(OutputStream.Stderr, "bad\n");
        mirror.EndLine();
        Assert.Equal("3 %\nnext\n", _out.ToString());
        Assert.Equal("bad\n", _error.ToString());
    }
}
