"""Fits what a text is worth by its signs (see `undated.py`). In: signs and labels. Out: weights, by sign.

A logistic regression with a squared penalty on each weight, the smaller the more a sign tells the labels apart by
itself: the scale of a sign is the root of its logarithmic odds, as in Wang and Manning 2012. Same in, same out.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from msgspec import Struct

from lbfgs import Floats, Ints, Loss, minimum

PENALTY = 25.0
LEAST_WEIGHT = 0.005
"""Weights below are left out, and the rest is written with two digits."""


class Weights(Struct, frozen=True, kw_only=True):
    """What a fit found: the bias, and the worth of each sign."""

    bias: float
    signs: Mapping[str, float]


class Table(Struct, frozen=True, kw_only=True):
    """Which texts (`rows`) have which signs (`columns`), one pair a place, and the scale of each sign."""

    rows: Ints
    columns: Ints
    scales: Floats
    height: int

    def times(self, weights: Floats) -> Floats:
        """Return the sum of each row's scaled weights."""
        return np.bincount(self.rows, (self.scales * weights)[self.columns], self.height).astype(np.float64)

    def back(self, worths: Floats) -> Floats:
        """Return the sum of each column's worths, scaled."""
        return self.scales * np.bincount(self.columns, worths[self.rows], len(self.scales))


def fit(texts: Sequence[frozenset[str] | None], labels: Sequence[bool], *, least_texts: int) -> Weights:
    """Fit weights to the signs of `least_texts` texts or more; a text that is None has no part in it."""
    some = [(text, label) for text, label in zip(texts, labels, strict=True) if text is not None]
    counted = Counter(sign for text, _ in some for sign in text)
    names = sorted(sign for sign, count in counted.items() if count >= least_texts)
    gold = np.array([label for _, label in some], float)
    table = _table([text for text, _ in some], names, gold)
    found = minimum(_loss(table, gold), len(names) + 1)
    worths = (found[:-1] * table.scales).tolist()
    signs = {name: round(worth, 2) for name, worth in zip(names, worths, strict=True) if abs(worth) >= LEAST_WEIGHT}
    return Weights(bias=round(float(found[-1]), 2), signs=signs)


def _table(texts: Sequence[frozenset[str]], names: Sequence[str], gold: Floats) -> Table:
    column = {name: at for at, name in enumerate(names)}
    cells = [(at, column[sign]) for at, text in enumerate(texts) for sign in sorted(text) if sign in column]
    rows, columns = (np.array(own) for own in zip(*cells, strict=True))
    return Table(rows=rows, columns=columns, scales=_scales(rows, columns, gold, len(names)), height=len(texts))


def _scales(rows: Ints, columns: Ints, gold: Floats, width: int) -> Floats:
    """Return the root of each sign's logarithmic odds, of its share of the texts with the label and of the others."""
    with_label = np.bincount(columns, gold[rows], width)
    without = np.bincount(columns, 1.0 - gold[rows], width)
    share = (with_label + 1.0) / (gold.sum() + 2.0)
    other = (without + 1.0) / ((1.0 - gold).sum() + 2.0)
    scales: Floats = np.sqrt(np.abs(np.log(share / other)))
    return scales


def _loss(table: Table, gold: Floats) -> Loss:
    """Return the function to make small: logarithmic loss with penalties, and its gradient."""

    def loss(point: Floats) -> tuple[float, Floats]:
        weights = point[:-1]
        score = table.times(weights) + point[-1]
        missed: Floats = 1.0 / (1.0 + np.exp(-score)) - gold
        value = np.logaddexp(0.0, score).sum() - (gold * score).sum() + 0.5 * PENALTY * (weights * weights).sum()
        return float(value), np.concatenate([table.back(missed) + PENALTY * weights, missed.sum(keepdims=True)])

    return loss
