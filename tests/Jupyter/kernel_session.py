"""Drives the registered kernel as a front-end does, for the tests beside this file."""

import time
from queue import Empty

from jupyter_client.manager import KernelManager

PATIENCE = 60


class Session:
    """A started kernel in a folder."""

    def __init__(self, folder=None):
        self.manager = KernelManager(kernel_name=".net-csharp")
        self.manager.start_kernel(cwd=folder)
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=PATIENCE)

    def close(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)

    def start(self, code, **options):
        # What comes right after a failure is otherwise refused for a moment, as the cells after it in a 'Run All' are.
        options.setdefault("stop_on_error", False)
        return self.client.execute(code, **options)

    def outputs(self, message_id, until=None):
        """The outputs of a request up to its end, or to the first for which `until` holds."""
        found = []
        end = time.time() + PATIENCE
        while time.time() < end:
            try:
                message = self.client.get_iopub_msg(timeout=1)
            except Empty:
                continue
            if message["parent_header"].get("msg_id") != message_id:
                continue
            kind, content = message["msg_type"], message["content"]
            if kind == "status" and content["execution_state"] == "idle":
                return found
            if kind not in ("status", "execute_input"):
                found.append((kind, content))
                if until is not None and until(kind, content):
                    return found
        raise AssertionError("the cell did not end; it showed %r" % found[-3:])

    def reply(self, message_id):
        end = time.time() + PATIENCE
        while time.time() < end:
            message = self.client.get_shell_msg(timeout=PATIENCE)
            if message["parent_header"].get("msg_id") == message_id:
                return message["content"]
        raise AssertionError("no reply came")

    def run(self, code, **options):
        """The reply and the outputs of a cell."""
        message_id = self.start(code, **options)
        outputs = self.outputs(message_id)
        return self.reply(message_id), outputs

    def value(self, code):
        """The plain text of a cell's value."""
        reply, outputs = self.run(code)
        assert reply["status"] == "ok", reply
        return next(content["data"]["text/plain"] for kind, content in outputs if kind == "execute_result")


def text(outputs, name="stdout"):
    return "".join(content["text"] for kind, content in outputs if kind == "stream" and content["name"] == name)
