"""The Jupyter kernel for C#: speaks Jupyter's protocol on one side and starts, on the other, the process that runs the cells.

That process (`lab kernel serve`) reads and writes one JSON object a line; lib/ImageNotebooks.Host/Kernel/KernelServer.cs lists them.
"""

import fnmatch
import json
import os
import queue
import re
import signal
import subprocess
import threading

from ipykernel.kernelapp import IPKernelApp
from ipykernel.kernelbase import Kernel

ROOT = os.environ.get("IMAGENOTEBOOKS_ROOT") or os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROGRAM = os.path.join(ROOT, "lib", "ImageNotebooks.Cli", "bin", "Release", "net10.0", "lab.dll")
SECONDS_TO_END = 2


class ChildEnded(Exception):
    """The process that runs the cells ended; the message says how."""


class Child:
    """The process that runs the cells. Outputs go to a function as they come, answers to whoever asked."""

    def __init__(self, on_output):
        self._on_output = on_output
        self._answers = {}
        self._lock = threading.Lock()
        self._number = 0
        self._overflowed = False
        self.closing = False
        command = [os.environ.get("IMAGENOTEBOOKS_DOTNET") or "dotnet", PROGRAM, "kernel", "serve"]
        if not os.path.exists(PROGRAM):
            raise ChildEnded("The program that runs C# has not been built; start `environment/lab kernel install` in %s, then restart the kernel." % ROOT)
        try:
            # In a session of its own, so that Ctrl-C in Jupyter's terminal does not reach it.
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
                env=dict(os.environ, IMAGENOTEBOOKS_ROOT=ROOT))
        except OSError as problem:
            raise ChildEnded("The program that runs C# could not be started: %s. Start `environment/lab kernel install` in %s, then restart the kernel." % (problem, ROOT))
        self._ready = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()
        self._errors = threading.Thread(target=self._read_errors, daemon=True)
        self._errors.start()

    def send(self, **message):
        data = (json.dumps(message) + "\n").encode("utf-8", "surrogatepass")
        try:
            with self._lock:
                self._process.stdin.write(data)
                self._process.stdin.flush()
        except (OSError, ValueError):
            pass  # Reading notices the end as well, and says how it came.

    def start(self, **message):
        """Sends a request and returns the queue into which what belongs to it comes; None when the process ends."""
        answers = queue.Queue()
        with self._lock:
            self._number += 1
            number = self._number
            ended = self._answers is None
            if not ended:
                self._answers[number] = answers
        if ended:
            answers.put(None)
        else:
            self.send(id=number, **message)
        return answers

    def ask(self, **message):
        answer = self.start(**message).get()
        if answer is None:
            raise ChildEnded(self.how_it_ended())
        return answer

    @property
    def is_alive(self):
        return self._answers is not None

    def how_it_ended(self):
        code = self._process.wait()
        self._errors.join(SECONDS_TO_END)
        if code < 0:
            try:
                how = "signal %d (%s)" % (-code, signal.Signals(-code).name)
            except ValueError:
                how = "signal %d" % -code
        else:
            how = "exit code %d" % code
        if self._overflowed:
            how += ", a stack overflow"
        return how

    def end(self):
        self.closing = True
        self.send(type="shutdown")
        try:
            self._process.stdin.close()
        except OSError:
            pass
        try:
            self._process.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _read(self):
        for line in self._process.stdout:
            try:
                message = json.loads(line)
            except ValueError:
                self._on_output({"type": "stream", "name": "stdout", "text": line.decode("utf-8", "replace")})
                continue
            if message["type"] == "reply":
                answers = self._answers.pop(message["id"], None)
                if answers is not None:
                    answers.put(message)
            else:
                self._on_output(message)
        with self._lock:
            waiting, self._answers = self._answers, None
        for answers in waiting.values():
            answers.put(None)

    def _read_errors(self):
        while True:
            data = os.read(self._process.stderr.fileno(), 65536)
            if not data:
                return
            text = data.decode("utf-8", "replace")
            self._overflowed = self._overflowed or text.startswith("Stack overflow")
            self._on_output({"type": "stream", "name": "stderr", "text": text})


class CSharpKernel(Kernel):
    implementation = "ImageNotebooks"
    implementation_version = "0.1"
    language = "C#"
    language_version = "14"
    language_info = {
        "name": "C#",
        "version": "14",
        "mimetype": "text/x-csharp",
        "file_extension": ".cs",
        "pygments_lexer": "csharp",
        "codemirror_mode": "text/x-csharp",
    }
    banner = "C# of ImageNotebooks"

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self._child = None
        self._child_lock = threading.Lock()
        self._cell = {}
        self._stderr_left = 0
        self._waits_for_input = False
        self._history = []
        self._history_session = 1
        self._shut_down = False
        # Started now, so that it is ready when the first cell comes.
        threading.Thread(target=self._start_quietly, daemon=True).start()

    # ---- the child -------------------------------------------------------------------------------------------------

    def _start_quietly(self):
        try:
            self._get_child()
        except ChildEnded:
            pass  # The first cell says so.

    def _get_child(self):
        with self._child_lock:
            if self._child is None or not self._child.is_alive:
                self._child = Child(self._on_output)
            return self._child

    def _on_output(self, message):
        kind = message["type"]
        if kind == "stream":
            text = message["text"]
            if message["name"] == "stderr":
                text = self._limited(text)
            if text:
                self._publish("stream", {"name": message["name"], "text": text})
        elif kind == "display":
            self._publish("display_data", self._shown(message))
        elif kind == "update":
            self._publish("update_display_data", self._shown(message))
        elif kind == "result":
            self._publish("execute_result", {"data": message["data"], "metadata": {}, "execution_count": message["count"]})
        elif kind == "error":
            self._cell["error"] = {name: message[name] for name in ("ename", "evalue", "traceback")}
            self._publish("error", self._cell["error"])
        elif kind == "clear":
            self._publish("clear_output", {"wait": message["wait"]})
        elif kind == "input":
            # A thread that a cell left behind has nobody to ask.
            answers = self._cell.get("answers")
            if answers is not None:
                answers.put(message)
            else:
                self._child.send(type="input_reply", text=None)

    # What native code and the runtime write to standard error; the child bounds its own text.
    def _limited(self, text):
        if self._stderr_left <= 0:
            return ""
        kept = text[: self._stderr_left]
        self._stderr_left -= len(text)
        return kept if self._stderr_left > 0 else kept + "\n[This cell wrote more to standard error; the rest is not shown.]\n"

    @staticmethod
    def _shown(message):
        return {"data": message["data"], "metadata": {}, "transient": {"display_id": message["id"]} if message.get("id") else {}}

    # Outputs belong to the cell that ran last, also when a thread that it started writes them later.
    def _publish(self, kind, content):
        if not self._cell.get("silent"):
            self.session.send(self.iopub_socket, kind, content, parent=self._cell.get("parent") or {}, ident=self._topic(kind))

    # ---- cells -----------------------------------------------------------------------------------------------------

    def do_execute(self, code, silent, store_history=True, user_expressions=None, allow_stdin=False, *, cell_id=None):
        parent = self.get_parent("shell")
        self._allow_stdin = allow_stdin  # raw_input looks at it
        self._stderr_left = 1_000_000
        self._cell = {"parent": parent, "silent": silent}
        asked = re.fullmatch(r"\s*(?:\?\??\s*([\w.]+)|([\w.]+)\s*\?\??)\s*", code)
        if asked:
            return self._page(asked.group(1) or asked.group(2))
        if store_history and not silent:
            self._history.append([self._history_session, self.execution_count, code])
        if not code.strip():
            return self._ok()
        try:
            child = self._get_child()
            self._run(child, parent, code, allow_stdin)
        except ChildEnded as problem:
            self._say_ended(str(problem))
        error = self._cell.get("error")
        if error is None:
            return self._ok()
        return dict(error, status="error", execution_count=self.execution_count)

    def _run(self, child, parent, code, allow_stdin):
        metadata = parent.get("metadata") or {}
        language = (metadata.get("polyglot_notebook") or {}).get("kernelName") or (metadata.get("dotnet_interactive") or {}).get("language")
        answers = self._cell["answers"] = queue.Queue()
        request = child.start(type="execute", code=code, count=self.execution_count, language=language)

        # The two queues become one: what the cell asks for and the end of the cell.
        def pass_on():
            answers.put(request.get())

        threading.Thread(target=pass_on, daemon=True).start()
        while True:
            message = answers.get()
            if message is None:
                how = child.how_it_ended()
                if self._shut_down:
                    return
                raise ChildEnded("The cell ended the process that runs C# with %s. A new one was started: nothing that cells declared is left, so run them again from the top." % how)
            if message["type"] == "reply":
                return
            child.send(type="input_reply", text=self._read_line(message.get("prompt", ""), allow_stdin))

    def _read_line(self, prompt, allow_stdin):
        if not allow_stdin:
            return None
        self._waits_for_input = True
        try:
            return self.raw_input(prompt)
        except KeyboardInterrupt:
            return None
        finally:
            self._waits_for_input = False

    def _say_ended(self, sentence):
        error = {"ename": "ProcessEnded", "evalue": sentence, "traceback": [sentence]}
        self._cell["error"] = error
        self._publish("error", error)
        if not self._shut_down:
            self._start_quietly()

    def _ok(self, payload=()):
        return {"status": "ok", "execution_count": self.execution_count, "payload": list(payload), "user_expressions": {}}

    def _page(self, name):
        try:
            found = self.do_inspect(name, len(name))
        except ChildEnded as problem:
            found = {"found": True, "data": {"text/plain": str(problem)}}
        data = found["data"] if found["found"] else {"text/plain": "Nothing is known of %s." % name}
        return self._ok([{"source": "page", "data": data, "start": 0}])

    # ---- help ------------------------------------------------------------------------------------------------------

    def _help(self, nothing, **request):
        try:
            answer = self._get_child().ask(**request)
        except ChildEnded:
            return nothing
        if answer.get("status") == "error":
            self.log.error("%s", answer.get("message"))
            return nothing
        return {name: value for name, value in answer.items() if name not in ("type", "id")}

    def do_complete(self, code, cursor_pos):
        nothing = {"status": "ok", "matches": [], "cursor_start": cursor_pos, "cursor_end": cursor_pos, "metadata": {}}
        return self._help(nothing, type="complete", code=code, position=cursor_pos)

    def do_inspect(self, code, cursor_pos, detail_level=0, omit_sections=()):
        nothing = {"status": "ok", "found": False, "data": {}, "metadata": {}}
        return self._help(nothing, type="inspect", code=code, position=cursor_pos)

    def do_is_complete(self, code):
        return self._help({"status": "unknown"}, type="is_complete", code=code)

    def do_history(self, hist_access_type, output, raw, session=None, start=None, stop=None, n=None, pattern=None, unique=False):
        entries = self._history
        if hist_access_type == "range":
            wanted = self._history_session if not session else session if session > 0 else self._history_session + session
            entries = [entry for entry in entries if entry[0] == wanted and (start or 0) <= entry[1] and (stop is None or entry[1] < stop)]
        elif hist_access_type == "search":
            entries = [entry for entry in entries if fnmatch.fnmatchcase(entry[2], pattern or "*")]
            if unique:
                entries = list({entry[2]: entry for entry in entries}.values())
        if hist_access_type != "range" and n:
            entries = entries[-n:]
        return {"status": "ok", "history": [[s, line, (code, None) if output else code] for s, line, code in entries]}

    # ---- control ---------------------------------------------------------------------------------------------------

    async def interrupt_request(self, stream, ident, parent):
        if self._child is not None:
            self._child.send(type="interrupt")
        if self._waits_for_input:
            os.kill(os.getpid(), signal.SIGINT)
        self.session.send(stream, "interrupt_reply", {"status": "ok"}, parent, ident=ident)

    def do_shutdown(self, restart):
        self._shut_down = True
        with self._child_lock:
            if self._child is not None:
                self._child.end()
        return {"status": "ok", "restart": restart}


if __name__ == "__main__":
    IPKernelApp.launch_instance(kernel_class=CSharpKernel)
