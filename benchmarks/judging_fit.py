"""Fits the weights of `judging.csv` to labelled news items: `python benchmarks/judging_fit.py --help`.

In: items of the labelling guideline's form, everyday news in which nothing happened, and captured news of which most is
such. Out: the figures of a cross-validation in which items of one event stay together, and with `--write` the file, the
same each time.
"""

import argparse
import csv
import io
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from msgspec import Struct

import wirewatch_enricher.incidents.news.judging as shipped
from judging_items import Candidate, Item, known_files, read_items
from lbfgs import Floats, Loss, minimum
from wirewatch_enricher.incidents.news.deciding import BAR
from wirewatch_enricher.incidents.news.judging import BIAS, CLASSES, NONE, softmax
from wirewatch_enricher.incidents.news.support import supported

FILE = Path(shipped.__file__).with_name(shipped.WEIGHTS)
PENALTY = 8.0
LEAST_ITEMS = 3
LEAST_WEIGHT = 0.02
_HEAD = """\
# What the signs of an event are worth for each type and for no news; judging.py says how they are added up. Written by
# benchmarks/judging_fit.py from labelled items: change those, not this.
"""
_NEVER = -30.0


class Model(Struct, frozen=True, kw_only=True):
    """Weights: a row for each sign and a last one for the bias, a column for each class."""

    names: tuple[str, ...]
    weights: Floats

    def types(self, item: Item) -> frozenset[str]:
        """Return the types that the model finds in an item."""
        column = {name: at for at, name in enumerate(self.names)}
        found = set()
        for candidate in item.candidates:
            rows = [column[sign] for sign in candidate.signs if sign in column]
            worths = self.weights[rows].sum(axis=0) + self.weights[-1] + _closed(candidate)
            shares = softmax(list(worths))
            if 1 - shares[-1] >= BAR:
                found.add(CLASSES[int(np.argmax(shares[:-1]))])
        return frozenset(found)


def main() -> None:
    """Fit, print the figures, write."""
    given = _arguments()
    items = [item for path in given.items for item in read_items(path)]
    print(f"{len(items)} items, {sum(len(item.candidates) for item in items)} events", flush=True)
    rules = [frozenset(c.kind for c in item.candidates if c.news) for item in items]
    print(f"rules alone: {_score(items, rules)}", flush=True)
    if given.folds:
        print(f"{given.folds} folds, unseen: {_score(items, _unseen(items, folds=given.folds))}", flush=True)
    model = fit(items)
    print(f"fitted: {_score(items, [model.types(item) for item in items])}", flush=True)
    if given.write:
        FILE.write_text(_written(model), encoding="utf-8")
        print(f"{FILE.name}: {len(model.names)} signs")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    told = "labelled items; those without labels are quiet"
    parser.add_argument("items", type=Path, nargs="*", default=known_files(), help=told)
    parser.add_argument("--folds", type=int, default=10, help="parts of the cross-validation; 0: none")
    parser.add_argument("--write", action="store_true", help=f"write {FILE.name}")
    return parser.parse_args()


def fit(items: Sequence[Item]) -> Model:
    """Fit the weights of the signs that `LEAST_ITEMS` items or more have."""
    counted = Counter(sign for item in items for sign in frozenset().union(*(c.signs for c in item.candidates)))
    names = tuple(sorted(sign for sign, count in counted.items() if count >= LEAST_ITEMS))
    candidates = [candidate for item in items for candidate in item.candidates]
    found = minimum(_loss(candidates, names), (len(names) + 1) * len(CLASSES))
    weights = found.reshape(len(names) + 1, len(CLASSES))
    return Model(names=names, weights=np.where(abs(weights) < LEAST_WEIGHT, 0.0, weights.round(2)))


def _closed(candidate: Candidate, *, but: str = NONE) -> Floats:
    """Return what takes the types from the sum that an event has no word for, all but one."""
    there = supported(candidate.signs)
    return np.array([0.0 if name in there or name in {NONE, but} else _NEVER for name in CLASSES])


def _loss(candidates: Sequence[Candidate], names: tuple[str, ...]) -> Loss:
    """Return the function to make small: logarithmic loss with a squared penalty on all weights but the biases."""
    column = {name: at for at, name in enumerate(names)}
    table = np.zeros((len(candidates), len(names) + 1))
    for at, candidate in enumerate(candidates):
        table[at, [column[sign] for sign in candidate.signs if sign in column]] = 1.0
    table[:, -1] = 1.0
    truth = np.eye(len(CLASSES))[[CLASSES.index(candidate.label) for candidate in candidates]]
    closed = np.array([_closed(candidate, but=candidate.label) for candidate in candidates])
    penalty = np.full((len(names) + 1, 1), PENALTY)
    penalty[-1] = 0.0

    def loss(point: Floats) -> tuple[float, Floats]:
        weights = point.reshape(len(names) + 1, len(CLASSES))
        worths = table @ weights + closed
        worths -= worths.max(axis=1, keepdims=True)
        grown = np.exp(worths)
        shares = grown / grown.sum(axis=1, keepdims=True)
        value = -(truth * np.log(np.maximum(shares, 1e-300))).sum() + 0.5 * (penalty * weights * weights).sum()
        return float(value), (table.T @ (shares - truth) + penalty * weights).ravel()

    return loss


def _unseen(items: Sequence[Item], *, folds: int) -> list[frozenset[str]]:
    """Return the types that models find which saw neither the item nor another of its group."""
    groups = sorted({item.group for item in items})
    order = np.random.default_rng(0).permutation(len(groups))
    found: dict[int, frozenset[str]] = {}
    for fold in range(folds):
        left_out = {groups[at] for at in order[fold::folds]}
        model = fit([item for item in items if item.group not in left_out])
        found |= {at: model.types(item) for at, item in enumerate(items) if item.group in left_out}
    return [found[at] for at in range(len(items))]


def _score(items: Sequence[Item], answers: Sequence[frozenset[str]]) -> str:
    right = sum(len(item.gold & found) for item, found in zip(items, answers, strict=True))
    said, gold = sum(map(len, answers)), sum(len(item.gold) for item in items)
    quiet = [bool(found) for item, found in zip(items, answers, strict=True) if not item.gold]
    return (
        f"types P {right / max(1, said):.3f} R {right / gold:.3f} F1 {2 * right / (said + gold):.3f}, "
        f"{sum(quiet)} of {len(quiet)} quiet items with an incident"
    )


def _written(model: Model) -> str:
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(("sign", *CLASSES))
    for name, row in zip((*model.names, BIAS), model.weights, strict=True):
        if row.any():
            rows.writerow((name, *(f"{weight:g}" if weight else "" for weight in row)))
    return _HEAD + out.getvalue()


if __name__ == "__main__":
    main()
