#!/usr/bin/python3
"""Writes classification_report.json: what scikit-learn reports for a few small classifiers.

Run with Debian's Python and python3-sklearn; the labels are seeded, so a second run writes the same file.
"""
import json
import pathlib
import re
import warnings

import numpy as np
import sklearn
from sklearn.metrics import classification_report, confusion_matrix

warnings.filterwarnings("ignore")
rng = np.random.default_rng(7)


def noisy(classes, per_class, accuracy):
    truth = np.repeat(np.arange(classes), per_class)
    wrong = rng.random(truth.size) > accuracy
    return truth, np.where(wrong, rng.integers(0, classes, truth.size), truth)


def cases():
    cifar = "airplane automobile bird cat deer dog frog horse ship truck".split()
    yield "balanced", cifar, *noisy(10, 60, 0.8), 2
    yield "four digits", cifar, *noisy(10, 37, 0.5), 4
    truth, predicted = noisy(4, 25, 0.7)
    yield "class never predicted", list("abcd"), truth, np.where(predicted == 2, 1, predicted), 2
    truth, predicted = noisy(4, 25, 0.7)
    yield "class without support", list("abcd"), np.where(truth == 3, 0, truth), np.append(predicted[:-1], 3), 3
    yield "two classes", ["uninfected", "parasitized"], *noisy(2, 130, 0.96), 4
    yield "long names", ["a class with a very long name", "β-hémolytic", "c"], *noisy(3, 41, 0.6), 2
    # 1/8, 3/8, 5/8: exactly between two numbers of two digits.
    yield "ties", ["eighth", "rest"], np.array([0] * 8 + [1] * 8), np.array([0] + [1] * 7 + [0] * 7 + [1]), 2
    yield "more ties", ["p", "q"], np.array([0] * 8 + [1] * 8), np.array([0] * 5 + [1] * 3 + [0] * 3 + [1] * 5), 2
    yield "no digits", ["p", "q"], np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1]), 0
    yield "wide digits", ["p", "q"], *noisy(2, 31, 0.7), 14
    yield "all wrong", ["p", "q"], np.array([0, 0, 1]), np.array([1, 1, 0]), 2


def whole_counts(report):
    """Where no prediction is right, scikit-learn counts in floats and writes 2.0 images; we write 2."""
    return re.sub(r"(\d+)\.0$", r"  \1", report, flags=re.MULTILINE)


def golden():
    for name, class_names, truth, predicted, digits in cases():
        arguments = dict(labels=range(len(class_names)), target_names=class_names, zero_division=0)
        numbers = classification_report(truth, predicted, output_dict=True, **arguments)
        accuracy = numbers.pop("accuracy")
        yield {
            "name": name,
            "classNames": class_names,
            "trueLabels": truth.tolist(),
            "predictedLabels": predicted.tolist(),
            "digits": digits,
            "text": whole_counts(classification_report(truth, predicted, digits=digits, **arguments)),
            "accuracy": accuracy,
            "scores": [[n["precision"], n["recall"], n["f1-score"], n["support"]] for n in numbers.values()],
            "normalized": {
                by: confusion_matrix(truth, predicted, labels=range(len(class_names)), normalize=how).tolist()
                for by, how in {"None": None, "True": "true", "Predicted": "pred", "All": "all"}.items()
            },
        }


cases_written = [json.dumps(case, ensure_ascii=False) for case in golden()]
pathlib.Path(__file__).with_suffix(".json").write_text(
    '{"sklearn": "%s", "cases": [\n%s\n]}\n' % (sklearn.__version__, ",\n".join(cases_written)), encoding="utf-8")
