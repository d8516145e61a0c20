"""What the suite of jupyter-kernel-test does not ask of the kernel that `lab kernel install` has registered."""

import os
import signal
import time
import unittest

from kernel_session import Session, text


class KernelTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.session = Session()

    @classmethod
    def tearDownClass(cls):
        cls.session.close()

    def setUp(self):
        if not self.session.manager.is_alive():
            self.setUpClass()

    def ended(self, code):
        """The sentence that a cell leaves which ends the process; the kernel has to be usable after it."""
        self.session.run("var lost = 1;")
        reply, outputs = self.session.run(code)
        self.assertEqual(reply["status"], "error")
        self.assertEqual(reply["ename"], "ProcessEnded")
        self.assertEqual(outputs[-1][0], "error")
        self.assertEqual(self.session.value("40 + 2"), "42")
        self.assertEqual(self.session.run("lost")[0]["ename"], "CompilationError")
        return reply["evalue"]

    def test_an_exit_is_said_and_the_notebook_stays_usable(self):
        self.assertIn("with exit code 3. A new one was started", self.ended("Environment.Exit(3);"))

    def test_a_stack_overflow_is_said(self):
        self.assertIn("a stack overflow", self.ended("int Deep(int n) => Deep(n + 1) + 1;\nDeep(0)"))

    def test_a_crash_in_native_code_is_said(self):
        sentence = self.ended("[System.Runtime.InteropServices.DllImport(\"libc\")] static extern void abort(); abort();")
        self.assertIn("SIGABRT", sentence)

    def test_a_kill_from_outside_is_said(self):
        process = int(self.session.value("Environment.ProcessId"))
        cell = self.session.start("while (true) { System.Threading.Thread.Sleep(10); }")
        time.sleep(0.5)
        os.kill(process, signal.SIGKILL)
        self.assertIn("SIGKILL", self.session.outputs(cell)[-1][1]["evalue"])
        self.assertEqual(self.session.reply(cell)["status"], "error")
        self.assertEqual(self.session.value("1 + 1"), "2")

    def test_a_kill_between_cells_is_survived(self):
        os.kill(int(self.session.value("Environment.ProcessId")), signal.SIGKILL)
        time.sleep(0.3)
        self.assertEqual(self.session.value("1 + 2"), "3")

    def test_an_endless_loop_is_interrupted_and_state_is_kept(self):
        self.session.run("var kept = 5;")
        cell = self.session.start('Console.WriteLine("on"); while (true) { kept++; }')
        self.session.outputs(cell, until=lambda kind, content: kind == "stream")
        self.session.manager.interrupt_kernel()
        self.assertEqual(self.session.outputs(cell)[-1][1]["ename"], "Interrupted")
        self.assertGreater(int(self.session.value("kept")), 5)

    def test_a_restart_forgets(self):
        self.session.run("var old = 1;")
        self.session.manager.restart_kernel(now=False)
        self.session.client.wait_for_ready(timeout=60)
        self.assertEqual(self.session.run("old")[0]["ename"], "CompilationError")

    def test_an_update_carries_the_id_of_what_it_replaces_also_from_a_later_cell(self):
        _, outputs = self.session.run("var shown = display(1);")
        shown = outputs[0][1]["transient"]["display_id"]
        _, outputs = self.session.run("shown.Update(2); Console.WriteLine(3);")
        self.assertEqual(outputs[0][0], "update_display_data")
        self.assertEqual(outputs[0][1]["transient"]["display_id"], shown)
        self.assertEqual(outputs[0][1]["data"]["text/plain"], "2")

    def test_updates_come_while_the_cell_runs(self):
        cell = self.session.start("var p = display(0); for (var i = 1; ; i++) { System.Threading.Thread.Sleep(20); p.Update(i); }")
        self.session.outputs(cell, until=lambda kind, content: kind == "update_display_data" and int(content["data"]["text/plain"]) > 10)
        self.session.manager.interrupt_kernel()
        self.session.outputs(cell)

    def test_a_cell_may_ask_a_line(self):
        cell = self.session.start('Console.Write("Name: "); var name = Console.ReadLine(); Console.WriteLine("Hello " + name);', allow_stdin=True)
        self.session.client.get_stdin_msg(timeout=30)
        self.session.client.input("Ada")
        self.assertIn("Hello Ada", text(self.session.outputs(cell)))
        self.assertIn("null", text(self.session.run("Console.WriteLine(Console.ReadLine() ?? \"null\");", allow_stdin=False)[1]))

    def test_a_question_may_be_interrupted(self):
        cell = self.session.start("Console.ReadLine();\nwhile (true) { }", allow_stdin=True)
        self.session.client.get_stdin_msg(timeout=30)
        self.session.manager.interrupt_kernel()
        self.assertEqual(self.session.outputs(cell)[-1][1]["ename"], "Interrupted")

    def test_a_hundred_thousand_lines_are_few_messages(self):
        _, outputs = self.session.run("for (var i = 0; i < 100_000; i++) Console.WriteLine($\"line {i}\");")
        self.assertEqual(text(outputs).splitlines()[-1], "line 99999")
        self.assertEqual(len(text(outputs).splitlines()), 100_000)
        self.assertLess(len(outputs), 300)

    def test_gigabytes_are_cut_off_and_said(self):
        _, outputs = self.session.run("var block = new string('x', 1_000_000) + \"\\n\"; for (var i = 0; i < 2_000; i++) Console.Write(block);")
        shown = text(outputs)
        self.assertLess(len(shown), 4_000_000)
        self.assertIn("the rest is not shown", shown[-200:])
        self.assertEqual(self.session.value("2 + 2"), "4")

    def test_what_native_code_prints_is_shown_and_harms_nothing(self):
        _, outputs = self.session.run('[System.Runtime.InteropServices.DllImport("libc")] static extern int puts(string text); puts("from C");')
        self.assertEqual(text(outputs), "from C\n")

    def test_metadata_choose_the_language(self):
        message = self.session.client.session.msg("execute_request", {"code": "<b>x</b>", "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False, "stop_on_error": True},
                                                  metadata={"polyglot_notebook": {"kernelName": "html"}})
        self.session.client.shell_channel.send(message)
        outputs = self.session.outputs(message["header"]["msg_id"])
        self.assertEqual(outputs[0][1]["data"], {"text/html": "<b>x</b>"})

    def test_inspection_shows_signature_and_documentation(self):
        cell = "/// <summary>Doubles a number.</summary>\n/// <param name=\"n\">Any.</param>\nint Twice(int n) => 2 * n;"
        self.session.run(cell)
        self.session.client.inspect("Twice(3)", 3)
        found = self.session.client.get_shell_msg(timeout=30)["content"]
        while "data" not in found or not found["data"]:
            found = self.session.client.get_shell_msg(timeout=30)["content"]
        self.assertIn("int Twice(int n)", found["data"]["text/plain"])
        self.assertIn("Doubles a number.", found["data"]["text/plain"])

    def test_positions_are_counted_in_code_points(self):
        code = 'var s = "😀"; s.Len'
        message_id = self.session.client.complete(code, len(code))
        reply = self.session.reply(message_id)
        self.assertEqual(reply["matches"], ["Length"])
        self.assertEqual((reply["cursor_start"], reply["cursor_end"]), (len(code) - 3, len(code)))


if __name__ == "__main__":
    unittest.main(verbosity=2)
