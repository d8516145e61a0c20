"""The suite of Debian's python3-jupyter-kernel-test, every test of it, against the kernel that `lab kernel install` has registered."""

import unittest

import jupyter_kernel_test


class CSharpKernelTests(jupyter_kernel_test.KernelTests):
    kernel_name = ".net-csharp"
    language_name = "C#"
    file_extension = ".cs"
    code_hello_world = 'Console.WriteLine("hello, world");'
    code_stderr = 'Console.Error.WriteLine("oops");'
    completion_samples = [
        {"text": "Console.WriteL", "matches": {"WriteLine"}},
        {"text": "#!ht", "matches": {"#!html"}},
        {"text": "#!time\nMath.Cei", "matches": {"Ceiling"}},
    ]
    complete_code_samples = ["1 + 1", "int Twice(int x) => 2 * x;", "for (var i = 0; i < 3; i++) { }", "#!html\n<p>"]
    incomplete_code_samples = ["int Twice(int x) {", "var t = \"\"\"\nx", "Math.Max(1,"]
    invalid_code_samples = ["var = ;", "Math.Max(1]);", "#!nothing\nx"]
    code_page_something = "Console.WriteLine?"
    code_generate_error = 'throw new InvalidOperationException("on purpose");'
    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": '"text".ToUpperInvariant()', "result": "TEXT"},
        {"code": "new[] { new { A = 1 } }", "mime": "text/html"},
    ]
    code_display_data = [
        {"code": 'display(HTML("<b>x</b>"));', "mime": "text/html"},
        {"code": "#!markdown\n# x", "mime": "text/markdown"},
    ]
    code_history_pattern = "6 [*] 7"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "Console.WriteLine"
    code_clear_output = "Console.WriteLine(1); ClearOutput();"


if __name__ == "__main__":
    unittest.main(verbosity=2)
