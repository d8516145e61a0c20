#!/usr/bin/python3
"""Writes metrics.json: curves, areas and scores that scikit-learn and scipy compute, with ties, absent classes and single classes.

Run with Debian's Python, python3-sklearn and python3-scipy; everything is seeded, so a second run writes the same file.
"""
import json
import math
import pathlib
import warnings

import numpy as np
import scipy
import sklearn
from scipy import stats
from sklearn import metrics as m
from sklearn.calibration import calibration_curve

warnings.filterwarnings("ignore")
rng = np.random.default_rng(11)


def plain(value):
    """Numbers as JSON has them: NaN is null."""
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(v) for v in value]
    if isinstance(value, (float, np.floating)):
        return None if math.isnan(value) else float(value)
    return int(value) if isinstance(value, (bool, np.bool_, np.integer)) else value


def short(value):
    """The fewest digits from which the same single-precision numbers are read again."""
    return [short(v) for v in value] if np.ndim(value) else float(str(np.float32(value)))


def single(scores):
    """As the floats that a model gives, so that both sides sort the same numbers."""
    return np.asarray(scores, np.float32).astype(np.float64)


def binary_cases():
    truth = rng.random(60) < 0.4
    yield "distinct", truth, single(np.clip(truth * 0.3 + rng.random(60) * 0.7, 0, 1))
    yield "ties", truth, single(np.round(truth * 0.2 + rng.random(60) * 0.6, 1))
    yield "all scores equal", truth, single(np.full(60, 0.5))
    yield "two scores", truth, single(np.where(rng.random(60) < 0.8, truth, ~truth))
    yield "perfect", truth, single(np.where(truth, 0.9, 0.1))
    yield "upside down", truth, single(np.where(truth, 0.1, 0.9) + rng.random(60) * 0.05)
    yield "no positive", np.zeros(5, bool), single([0.1, 0.4, 0.4, 0.8, 0.9])
    yield "no negative", np.ones(5, bool), single([0.1, 0.4, 0.4, 0.8, 0.9])
    yield "one image", np.array([True]), single([0.3])
    yield "two images", np.array([True, False]), single([0.3, 0.3])
    yield "long", (long := rng.random(700) < 0.1), single(np.round(np.clip(long * 0.25 + rng.random(700) * 0.75, 0, 1), 2))


def calibration(truth, p, bins):
    edges = np.arange(bins + 1) / bins
    which = np.searchsorted(edges[1:-1], p)
    count = np.bincount(which, minlength=bins)
    freq, mean = calibration_curve(truth, p, n_bins=bins)
    gaps = np.abs(freq - mean)
    return {"bins": bins, "count": count, "frequency": freq, "mean": mean,
            "ece": float((count[count > 0] * gaps).sum() / len(p)), "mce": float(gaps.max())}


def binary():
    for name, truth, scores in binary_cases():
        fpr, tpr, thresholds = m.roc_curve(truth, scores)
        precision, recall, at = m.precision_recall_curve(truth, scores)
        both = 0 < truth.sum() < len(truth)
        f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-300)
        yield {
            "name": name, "truth": truth, "scores": short(scores),
            # The first threshold is "more than every score", which later versions write as infinity.
            "fpr": fpr, "tpr": tpr, "thresholds": thresholds[1:],
            "auc": m.roc_auc_score(truth, scores) if both else math.nan,
            "precision": precision, "recall": recall, "at": at,
            "ap": m.average_precision_score(truth, scores) if truth.any() else math.nan,
            "bestF1": f1.max() if truth.any() else 0.0,
            "brier": m.brier_score_loss(truth, scores, pos_label=True),
            "calibration": [calibration(truth, scores, bins) for bins in (1, 5, 10, 15)],
        }


def softmax(z):
    e = np.exp(z - z.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)


def classifier_cases():
    def drawn(n, k, strength, digits=None):
        truth = rng.integers(0, k, n)
        p = softmax(rng.normal(size=(n, k)) + strength * np.eye(k)[truth])
        return truth, single(p if digits is None else np.round(p, digits))

    yield ("ten classes", 10, *drawn(300, 10, 1.5))
    yield ("ties", 4, *drawn(80, 4, 1.0, 1))
    yield ("two classes", 2, *drawn(90, 2, 1.0))
    truth, p = drawn(60, 4, 1.2)
    yield "absent class", 4, np.where(truth == 2, 0, truth), p
    truth, p = drawn(12, 3, 1.0)
    yield "one class only", 3, np.ones(12, int), p
    yield "constant prediction", 3, truth, single(np.tile([0.2, 0.5, 0.3], (12, 1)))
    yield "one class, always predicted", 3, np.ones(12, int), single(np.tile([0.2, 0.5, 0.3], (12, 1)))


def classifiers():
    for name, k, truth, p in classifier_cases():
        labels = list(range(k))
        predicted = p.argmax(1)
        defined = [c for c in labels if 0 < (truth == c).sum() < len(truth)]
        auc = [m.roc_auc_score(truth == c, p[:, c]) if c in defined else math.nan for c in labels]
        ap = [m.average_precision_score(truth == c, p[:, c]) if (truth == c).any() else math.nan for c in labels]
        whole = len(defined) == k
        if whole and k > 2 and np.allclose(p.sum(1), 1, atol=1e-6):
            q = p / p.sum(1, keepdims=True)  # its check of sums is closer than a float's rounding; the order is what counts
            if all((np.argsort(q[:, c], kind="stable") == np.argsort(p[:, c], kind="stable")).all() for c in labels):
                assert abs(m.roc_auc_score(truth, q, multi_class="ovr") - np.mean(auc)) < 1e-9
                assert abs(m.roc_auc_score(truth, q, multi_class="ovr", average="weighted") - np.average(auc, weights=np.bincount(truth))) < 1e-9
        confusion = m.multilabel_confusion_matrix(truth, predicted, labels=labels)
        weights = [(truth == c).sum() for c in defined]
        yield {
            "name": name, "classes": k, "truth": truth, "predicted": predicted, "probabilities": short(p),
            # Reversed columns, for scikit-learn takes the last of equals and we the first.
            "topK": [m.top_k_accuracy_score(k - 1 - truth, p[:, ::-1], k=n, labels=labels) if k > 2 else [m.accuracy_score(truth, predicted), 1.0][n - 1] for n in range(1, k + 1)],
            "auc": auc, "ap": ap,
            "macroAuc": np.mean([auc[c] for c in defined]) if defined else math.nan,
            "weightedAuc": np.average([auc[c] for c in defined], weights=weights) if defined else math.nan,
            "map": np.nanmean(ap),
            "kappa": m.cohen_kappa_score(truth, predicted, labels=labels),
            "matthews": m.matthews_corrcoef(truth, predicted),
            "micro": m.precision_recall_fscore_support(truth, predicted, labels=labels, average="micro", zero_division=0)[:3],
            "specificity": [c[0, 0] / c[0].sum() if c[0].sum() else 0.0 for c in confusion],
            "sensitivity": m.recall_score(truth, predicted, labels=labels, average=None, zero_division=0),
            "brier": m.brier_score_loss(truth, p[:, 1]) if k == 2 else float(((p - np.eye(k)[truth]) ** 2).sum(1).mean()),
            "calibration": calibration(truth == predicted, p.max(1), 15),
        }


def multilabel_cases():
    def drawn(n, k, rate):
        truth = rng.random((n, k)) < rate
        return truth, single(1 / (1 + np.exp(-(rng.normal(size=(n, k)) * 1.2 + 2.0 * truth - 1.2))))

    yield ("five classes", *drawn(120, 5, 0.3), [0.5] * 5, False, 2)
    truth, p = drawn(70, 4, 0.25)
    yield "threshold a class, fallback", truth, p, [0.3, 0.6, 0.9, 0.45], True, 4
    truth = truth.copy()
    truth[:, 1] = False
    truth[:, 2] = True
    yield "absent and ever-present class", truth, p, [0.5] * 4, False, 3
    truth, p = drawn(40, 3, 0.4)
    yield "ties", truth, single(np.round(p, 1)), [0.5] * 3, True, 2
    yield "nothing predicted", truth, single(p * 0.4), [0.5] * 3, False, 2
    yield "one class", truth[:, :1], p[:, :1], [0.5], False, 2


def multilabels():
    for name, truth, p, thresholds, fallback, digits in multilabel_cases():
        k = truth.shape[1]
        predicted = p >= np.array(thresholds)
        if fallback:
            for row in np.flatnonzero(~predicted.any(1)):
                predicted[row, p[row].argmax()] = True
        names = ["aeroplane", "bicycle", "bird", "a long class name", "cow"][:k]
        # A single column would be taken for one label with two values.
        columns = (truth, predicted) if k > 1 else (np.hstack([truth, truth & False]), np.hstack([predicted, predicted & False]))
        text = m.classification_report(truth, predicted, target_names=names, digits=digits, zero_division=0) if k > 1 else None
        scores = lambda average: m.precision_recall_fscore_support(*columns, average=average, zero_division=0)[:3]
        ap = [m.average_precision_score(truth[:, c], p[:, c]) if truth[:, c].any() else math.nan for c in range(k)]
        auc = [m.roc_auc_score(truth[:, c], p[:, c]) if 0 < truth[:, c].sum() < len(truth) else math.nan for c in range(k)]
        best = []
        for c in range(k):
            precision, recall, _ = m.precision_recall_curve(truth[:, c], p[:, c])
            best.append((2 * precision * recall / np.maximum(precision + recall, 1e-300)).max() if truth[:, c].any() else 0.0)
        yield {
            "name": name, "classNames": names, "truth": truth, "probabilities": short(p), "thresholds": thresholds, "fallback": fallback, "digits": digits,
            "predicted": predicted, "text": text, "micro": scores("micro"), "samples": scores("samples") if k > 1 else None,
            "hamming": m.hamming_loss(truth, predicted), "subset": m.accuracy_score(truth, predicted),
            "ap": ap, "map": np.nanmean(ap), "auc": auc, "bestF1": best,
        }


def boundary(mask, d):
    """Pixels of a mask from which a step of at most d in rows and columns leaves the mask or the image."""
    padded = np.pad(mask, d)
    inner = np.ones_like(mask)
    for dy in range(2 * d + 1):
        for dx in range(2 * d + 1):
            inner &= padded[dy:dy + mask.shape[0], dx:dx + mask.shape[1]]
    return mask & ~inner


def segmentation_cases():
    def blocks(n, h, w, k, step):
        coarse = rng.integers(0, k, (n, -(-h // step), -(-w // step)))
        return coarse.repeat(step, 1).repeat(step, 2)[:, :h, :w]

    truth = blocks(2, 25, 33, 4, 7)
    predicted = np.where(rng.random(truth.shape) < 0.1, rng.integers(0, 4, truth.shape), truth)
    void = blocks(2, 25, 33, 5, 3) == 0
    yield "void pixels", 4, np.where(void, 255, truth), predicted, 0.02
    yield "shifted", 4, truth, np.roll(truth, 2, 2), 0.05
    yield "absent classes", 6, np.where(truth == 2, 0, truth), np.where(predicted == 3, 1, predicted), 0.02
    yield "perfect", 4, np.where(void, 255, truth), np.where(truth == 4, 0, truth), 0.02
    yield "one class", 3, np.zeros((1, 7, 5), int), np.zeros((1, 7, 5), int), 0.02


def segmentations():
    for name, k, truth, predicted, share in segmentation_cases():
        labels = list(range(k))
        kept = truth != 255
        t, p = truth[kept], predicted[kept]
        present = np.array([((t == c) | (p == c)).any() for c in labels])
        absent = lambda values: np.where(present, values, math.nan)
        iou = absent(m.jaccard_score(t, p, labels=labels, average=None, zero_division=0))
        dice = absent(m.f1_score(t, p, labels=labels, average=None, zero_division=0))
        d = max(1, int(round(share * math.hypot(*truth.shape[1:]))))
        edges = []
        for c in labels:
            both = either = 0
            for one, two in zip(truth, predicted):
                seen = one != 255
                a, b = boundary(one == c, d), boundary((two == c) & seen, d)
                both, either = both + (a & b).sum(), either + (a | b).sum()
            edges.append(both / either if either else math.nan)
        yield {
            "name": name, "classes": k, "height": truth.shape[1], "width": truth.shape[2], "boundaryWidth": share,
            "truth": truth.ravel(), "predicted": predicted.ravel(), "iou": iou, "dice": dice, "meanIoU": np.nanmean(iou), "meanDice": np.nanmean(dice),
            "pixelAccuracy": m.accuracy_score(t, p), "meanClassAccuracy": m.balanced_accuracy_score(t, p),
            "frequencyWeightedIoU": m.jaccard_score(t, p, labels=labels, average="weighted", zero_division=0),
            "boundaryIoU": edges,
        }


def intervals():
    for k, n in [(0, 10), (10, 10), (1, 1), (3, 17), (8050, 10000), (1, 100000), (50, 100)]:
        for level in (0.9, 0.95, 0.999):
            ci = stats.binomtest(k, n).proportion_ci(level, method="wilson")
            yield {"k": k, "n": n, "level": level, "lower": ci.low, "upper": ci.high}


def mcnemars():
    for b, c in [(0, 0), (1, 0), (3, 3), (2, 9), (12, 12), (4, 20), (5, 20), (13, 12), (40, 12), (200, 100), (1500, 900)]:
        exact = b + c < 25
        chi = max(0, abs(b - c) - 1) ** 2 / (b + c) if not exact else 0
        p = (stats.binomtest(min(b, c), b + c, 0.5).pvalue if b + c else 1.0) if exact else stats.chi2.sf(chi, 1)
        yield {"b": b, "c": c, "p": min(1.0, p)}


def bootstraps():
    """The mean of resampled answers is binomial, so its quantiles are known."""
    for n, k, level in [(50, 20, 0.95), (200, 190, 0.9), (1000, 805, 0.99)]:
        yield {"n": n, "k": k, "level": level, "lower": stats.binom.ppf((1 - level) / 2, n, k / n) / n, "upper": stats.binom.ppf((1 + level) / 2, n, k / n) / n}


parts = {f.__name__: f for f in (binary, classifiers, multilabels, segmentations, intervals, mcnemars, bootstraps)}
lines = ['{"sklearn": "%s", "scipy": "%s"' % (sklearn.__version__, scipy.__version__)]
for part, cases in parts.items():
    lines.append(',"%s": [\n%s\n]' % (part, ",\n".join(json.dumps(plain(case)) for case in cases())))
pathlib.Path(__file__).with_suffix(".json").write_text("\n".join(lines) + "\n}\n", encoding="utf-8")
