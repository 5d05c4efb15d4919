"""Fits what a text is worth by its reports (see `undated.py`). In: signs and labels. Out: weights, by sign.

A logistic regression whose score is the soft maximum over a text's reports, with a squared penalty on each weight.
No chance in it: same in, same out.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from msgspec import Struct

from lbfgs import Floats, Ints, Loss, minimum

REPORT_PENALTY = 12.0
TEXT_PENALTY = 30.0
LEAST_WEIGHT = 0.015
"""Weights below are left out, and the rest is written with two digits."""


class Text(Struct, frozen=True, kw_only=True):
    """One text: its own signs, and the signs of each report that a group takes."""

    signs: Mapping[str, float]
    reports: tuple[frozenset[str], ...]


class Weights(Struct, frozen=True, kw_only=True):
    """What a fit found: the bias, and the worth of each sign of a text and of a report."""

    bias: float
    text: Mapping[str, float]
    report: Mapping[str, float]


class Table(Struct, frozen=True, kw_only=True):
    """A sparse matrix: a row for each report or text, a column for each sign."""

    rows: Ints
    columns: Ints
    values: Floats
    height: int
    names: tuple[str, ...]

    def times(self, weights: Floats) -> Floats:
        """Return the sum of each row's weights."""
        return _summed(self.rows, self.values * weights[self.columns], self.height)

    def back(self, worths: Floats) -> Floats:
        """Return the sum of each column's worths."""
        return _summed(self.columns, self.values * worths[self.rows], len(self.names))


def fit(texts: Sequence[Text], labels: Sequence[bool], *, least_texts: int, least_own: int) -> Weights:
    """Fit weights to the signs of reports in `least_texts` texts or more, and those of `least_own` texts or more."""
    some = [(text, label) for text, label in zip(texts, labels, strict=True) if text.reports]
    bag = np.repeat(np.arange(len(some)), [len(text.reports) for text, _ in some])
    own = _table([text.signs for text, _ in some], _common((text.signs for text, _ in some), least_own))
    kept = _common((frozenset().union(*text.reports) for text, _ in some), least_texts)
    told = _table([dict.fromkeys(signs, 1.0) for text, _ in some for signs in text.reports], kept)
    gold = np.array([label for _, label in some], float)
    found = minimum(_loss(told, own, bag, gold), len(told.names) + len(own.names) + 1)
    return Weights(
        bias=round(float(found[-1]), 2),
        report=_rounded(told.names, found),
        text=_rounded(own.names, found[len(told.names) :]),
    )


def _summed(places: Ints, values: Floats, size: int) -> Floats:
    return np.bincount(places, values, size).astype(np.float64)


def _common(signs: Iterable[Iterable[str]], least: int) -> tuple[str, ...]:
    counted = Counter(sign for own in signs for sign in own)
    return tuple(sorted(sign for sign, count in counted.items() if count >= least))


def _table(rows: Sequence[Mapping[str, float]], names: tuple[str, ...]) -> Table:
    column = {name: at for at, name in enumerate(names)}
    cells = [(at, column[n], row[n]) for at, row in enumerate(rows) for n in sorted(row) if n in column and row[n]]
    at, columns, values = zip(*cells, strict=True)
    return Table(
        rows=np.array(at), columns=np.array(columns), values=np.array(values, float), height=len(rows), names=names
    )


def _loss(told: Table, own: Table, bag: Ints, gold: Floats) -> Loss:
    """Return the function to make small: logarithmic loss with penalties, and its gradient."""
    split = len(told.names)
    penalty = np.concatenate([np.full(split, REPORT_PENALTY), np.full(len(own.names), TEXT_PENALTY), [0.0]])

    def loss(point: Floats) -> tuple[float, Floats]:
        grown = np.exp(np.minimum(told.times(point[:split]), 50.0))
        total = _summed(bag, grown, len(gold))
        score = np.log(total) + own.times(point[split:-1]) + point[-1]
        missed: Floats = 1.0 / (1.0 + np.exp(-score)) - gold
        value = np.logaddexp(0.0, score).sum() - (gold * score).sum() + 0.5 * (penalty * point * point).sum()
        slope = np.concatenate(
            [told.back(grown / total[bag] * missed[bag]), own.back(missed), missed.sum(keepdims=True)]
        )
        return float(value), slope + penalty * point

    return loss


def _rounded(names: Sequence[str], weights: Floats) -> dict[str, float]:
    pairs = zip(names, weights[: len(names)], strict=True)
    return {name: round(float(weight), 2) for name, weight in pairs if abs(weight) >= LEAST_WEIGHT}
