namespace ImageNotebooks.Tests.Data;

public sealed class ImageTableTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void Tells_of_every_file_what_its_header_says()
    {
        var table = Table();
        Assert.Equal(4, table.Count);
        var row = table.Single(row => row.File == "tall.png");
        Assert.Equal((2, 3, "RGB", "PNG", null, "portrait", "b/tall.png", "bees"), (row.Width, row.Height, row.Mode, row.Format, row.Palette, row.Orientation, row.Path, row.Label));
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA1.HashData(File.ReadAllBytes(Path.Combine(folder.Path, "b", "tall.png")))), row.Sha1);
        Assert.Equal([new("landscape", 2), new("portrait", 1), new("square", 1)], table.CountBy(row => row.Orientation));
        Assert.Equal("b/broken.png", Assert.Single(table.Unreadable).File);
        Assert.Equal(["a/copy.png", "b/wide.png"], Assert.Single(table.Duplicates()).Select(row => row.Path).Order());
    }

    [Fact]
    public void Is_saved_as_CSV_with_commas_quoted()
    {
        var path = Path.Combine(folder.Path, "table.csv");
        Table().SaveCsv(path);
        var lines = File.ReadAllLines(path);
        Assert.Equal("file,sha1,width,height,mode,format,palette,orientation,path,label", lines[0]);
        Assert.Equal(5, lines.Length);
        Assert.Contains(lines, line => line.StartsWith("\"one, two.png\",", StringComparison.Ordinal) && line.EndsWith(",1,1,RGB,PNG,,square,\"a/one, two.png\",ants", StringComparison.Ordinal));
    }

    [Fact]
    public void Its_columns_are_typed_for_data_frames()
    {
        var columns = ((ITabular)Table()).Columns.ToDictionary(column => column.Name, column => column.Values);
        Assert.IsType<int[]>(columns["width"]);
        Assert.IsType<int?[]>(columns["palette"]);
        Assert.All(columns.Values, values => Assert.Equal(4, values.Length));
    }

    [ChromiumFact]
    public async Task A_click_on_a_columns_head_sorts_and_another_turns_it_round()
    {
        var html = ((IRichOutput)Table()).Render(MimeTypes.Html)!;
        using var playwright = await Microsoft.Playwright.Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium.Executable, Args = ["--no-sandbox", "--disable-gpu"] });
        var page = await browser.NewPageAsync();
        await page.SetContentAsync(html);
        Task<string[]> Widths() => page.EvaluateAsync<string[]>("[...document.querySelectorAll('tbody tr')].map(row => row.cells[2].textContent)");
        await page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "width" }).ClickAsync();
        Assert.Equal(["1", "2", "12", "12"], await Widths());
        await page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "width" }).ClickAsync();
        Assert.Equal(["12", "12", "2", "1"], await Widths());
    }

    public void Dispose() => folder.Dispose();

    private ImageTable Table()
    {
        Draw("b/tall.png", 2, 3);
        Draw("b/wide.png", 12, 3);
        Draw("a/copy.png", 12, 3);
        Draw("a/one, two.png", 1, 1);
        File.WriteAllText(Path.Combine(folder.Path, "b", "broken.png"), "no image");
        return ImageTable.Of(ImageFiles.FromClassFolders("toy", folder.Path, [("b", "bees"), ("a", "ants")]));
    }

    private void Draw(string path, int width, int height)
    {
        var file = Path.Combine(folder.Path, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, new Picture(new byte[width * height * 3], width, height).ToPng());
    }
}
