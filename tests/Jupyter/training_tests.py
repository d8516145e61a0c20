"""Training in the registered kernel: its progress moves while it runs, and an interrupt stops it after a batch with everything kept. Started in the folder `notebooks`."""

import unittest

from kernel_session import Session, text

MODEL = """
#load "../environment/start.csx"
using ImageNotebooks;
using TorchSharp;
using static TorchSharp.torch;
random.manual_seed(1);
var images = randint(0, 256, [4096, 3, 8, 8], dtype: ScalarType.Byte);
var labels = randint(0, 4, [4096]);
var split = new Split("train", images, labels);
var model = nn.Sequential(nn.Flatten(), nn.Linear(192, 4));
var trainer = new Trainer(model);
"""


class TrainingTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.session = Session()
        reply, outputs = cls.session.run(MODEL)
        assert reply["status"] == "ok", (reply, outputs)

    @classmethod
    def tearDownClass(cls):
        cls.session.close()

    def test_an_interrupt_stops_after_a_batch_and_keeps_what_was_learned(self):
        self.session.run("var before = model.parameters().First().detach().clone();")
        cell = self.session.start("trainer.Fit(split.Batches(2), null, 100_000);")
        self.session.outputs(cell, until=lambda kind, content: kind == "stream" and "\r" in content["text"])
        self.session.manager.interrupt_kernel()
        kind, error = self.session.outputs(cell)[-1]
        self.assertEqual((kind, error["ename"]), ("error", "ImageNotebooks.TrainingInterruptedException"))
        self.assertRegex(error["evalue"], r"interrupted after batch \d+ of 2048 in epoch \d+ of 100000")
        self.assertEqual(self.session.value("(model.parameters().First() - before).abs().max().item<float>() > 0"), "True")
        reply, outputs = self.session.run("trainer.Fit(split.Batches(512), null, 2);")
        self.assertEqual(reply["status"], "ok")
        self.assertIn("epoch 2/2", text(outputs))

    def test_a_chart_lives_while_a_cell_trains(self):
        cell = self.session.start("var h = new Trainer(model, new() { Callbacks = [new LiveCurves(figure => figure.Display(), TimeSpan.Zero)], Progress = new SilentProgress() }).Fit(split.Batches(64), null, 4);")
        outputs = [content for kind, content in self.session.outputs(cell) if kind == "update_display_data"]
        self.assertEqual(self.session.reply(cell)["status"], "ok")
        self.assertGreaterEqual(len(outputs), 1)
        curve = outputs[-1]["data"]["application/vnd.plotly.v1+json"]["data"][0]
        self.assertEqual(curve["x"], [1, 2, 3, 4])


if __name__ == "__main__":
    unittest.main(verbosity=2)
