using System.Text.Json;

namespace ImageNotebooks.Tests.Runs;

public class DoctorTests
{
    private const string Answer = """
        {"ready": false, "root": "/w", "stack": "system", "findings": [
          {"what": "System", "state": "ok", "found": "Debian <12>"},
          {"what": "Packages", "state": "missing", "found": "without libpng-dev", "mend": "apt-get install libpng-dev"}]}
        """;

    [Fact]
    public void What_lab_doctor_prints_becomes_a_table()
    {
        var doctor = Doctor.Parse(Answer);
        Assert.False(doctor.IsReady);
        Assert.Equal(new DoctorFinding("Packages", "missing", "without libpng-dev", "apt-get install libpng-dev"), doctor.Findings[1]);
        var html = doctor.ToHtml();
        Assert.Contains("Debian &lt;12&gt;", html, StringComparison.Ordinal);
        Assert.Contains("<tr class=\"best\"><td>Packages</td>", html, StringComparison.Ordinal);
        Assert.Contains("Something is missing", html, StringComparison.Ordinal);
    }

    [Fact]
    public void As_text_each_finding_is_a_line_with_what_mends_it() =>
        Assert.Equal(
            ["Something is missing that notebooks need", "ok        System    Debian <12>", "missing   Packages  without libpng-dev  (mend: apt-get install libpng-dev)"],
            Doctor.Parse(Answer).ToString().Split('\n'));

    [Fact]
    public void An_answer_that_is_none_is_an_error() => Assert.ThrowsAny<JsonException>(() => Doctor.Parse("lab: no"));

    [Fact]
    public void It_finds_this_machine_ready_for_the_tests_that_run_on_it() => Assert.Contains(Doctor.Examine().Findings, finding => finding is { What: "System", State: "ok" });
}
