"""Fits the weights of `undated.toml` to labelled texts without a date: `python benchmarks/undated_fit.py --help`.

In: documents of MUC-4's form, and everyday news whose small-written words are the ones that may have a weight, so that
no name of a person or a place gets any. Out: the figures of a cross-validation and of the development texts, and with
`--write` the file, the same each time.
"""

import argparse
import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

import wirewatch_enricher.incidents.news.undated as shipped
from undated_model import Weights, fit
from wirewatch.incidents import IncidentType
from wirewatch_enricher.document import read
from wirewatch_enricher.entities import recognize
from wirewatch_enricher.evaluate_types import LabelledDocument, as_article, as_muc, labelled, read_documents
from wirewatch_enricher.incidents.news.account import account_of
from wirewatch_enricher.incidents.news.undated import Group, load_groups, signs_of
from wirewatch_enricher.incidents.news.undated_deeds import deeds_in
from wirewatch_enricher.lexicon import load_lexicon

EVAL = Path(__file__).parents[2] / "shared" / "eval"
FILE = Path(shipped.__file__).with_name(shipped.WEIGHTS)
LEAST_TEXTS = 8
_ENDINGS = ("s", "es", "ed", "d", "ing", "ly", "er", "ers")
_BARS = [bar / 100 for bar in range(20, 61)]
_HEAD = """\
# What the signs of an undated text are worth, by group of types; undated.py says how they are added up. Written by
# benchmarks/undated_fit.py from a public training set of undated news texts: change that, not this.
"""


class Labelled(Struct, frozen=True, kw_only=True):
    """A document as the fit sees it: its labels, and its signs for each group that it speaks of."""

    gold: frozenset[str]
    texts: Mapping[str, frozenset[str]]


class Score(Struct, frozen=True, kw_only=True):
    """Micro-averaged precision, recall and F1 of the types; and F1 of relevance."""

    p: float
    r: float
    f1: float
    relevance: float


def main() -> None:
    """Fit, print the figures, write."""
    given = _arguments()
    words = frozenset(_words(given.everyday))
    train = [_look(document, words) for document in read_documents(given.train)]
    dev = [_look(document, words) for document in read_documents(given.dev)] if given.dev else []
    bars, f1 = [], []
    for seed in range(given.repeats):
        worths = _unseen(train, folds=given.folds, seed=seed)
        bars.append(_bar(train, worths))
        score = _score(train, worths, bars[-1])
        f1.append(score.f1)
        print(f"{given.folds} folds, order {seed}: {_line(score)}, probability above {bars[-1]:.2f}", flush=True)
    bar = sum(bars) / len(bars)
    print(f"mean F1 {sum(f1) / len(f1):.3f}")
    fitted = _fit_all(train)
    if dev:
        print(f"development texts: {_line(_score(dev, _worths(fitted, dev), bar))}")
    if given.write:
        FILE.write_text(_written(fitted, bar), encoding="utf-8")
        print(f"{FILE.name}: {sum(len(w.signs) for w in fitted.values())} weights")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--train", type=Path, default=EVAL / "muc4" / "train.jsonl", help="documents to fit to")
    parser.add_argument("--dev", type=Path, default=EVAL / "muc4" / "dev.jsonl", help="documents to look at last")
    everyday = [EVAL / "quiet" / "bbc.jsonl", EVAL / "lgl.xml"]
    parser.add_argument("--everyday", type=Path, nargs="+", default=everyday, help="everyday news: JSON Lines or XML")
    parser.add_argument("--folds", type=int, default=10, help="parts of the cross-validation")
    parser.add_argument("--repeats", type=int, default=3, help="cross-validations, each in another order")
    parser.add_argument("--write", action="store_true", help="write undated.toml")
    return parser.parse_args()


def _words(files: Sequence[Path]) -> Iterator[str]:
    """Yield the words that everyday news writes small, and those of the lexicon."""
    for path in files:
        text = path.read_text(encoding="utf-8")
        items = [json.loads(line)["text"] for line in text.splitlines()] if path.suffix == ".jsonl" else [text]
        for item in items:
            yield from re.findall(r"(?<![\w.</&])[a-z]+\b(?!=)", item)
    for phrase in load_lexicon("en").terms:
        yield from phrase.split()


def _general(sign: str, words: frozenset[str]) -> bool:
    """Whether a sign holds no word but a general one, or a form of one."""
    kind, _, word = sign.partition(" ")
    if kind not in {"word", "before", "after", "told"} or not word.isalpha() or word in words:
        return True
    stems = [word.removesuffix(ending) for ending in _ENDINGS if word.endswith(ending)]
    return any(stem in words or stem + "e" in words for stem in stems)


def _look(document: LabelledDocument, words: frozenset[str]) -> Labelled:
    seen = read(as_article(document))
    account = account_of(seen, recognize(seen, None).mentions)
    signs = signs_of(account.told, deeds_in(account.reading), account.reading) if account else {}
    texts = {name: frozenset(sign for sign in own if _general(sign, words)) for name, own in signs.items()}
    return Labelled(gold=labelled(document), texts=texts)


def _label(name: str) -> str:
    return as_muc(load_groups()[name].kinds[0]) or name


def _fit_all(documents: Sequence[Labelled]) -> dict[str, Weights]:
    return {
        name: fit(
            [document.texts.get(name) for document in documents],
            [_label(name) in document.gold for document in documents],
            least_texts=LEAST_TEXTS,
        )
        for name in load_groups()
    }


def _worths(fitted: Mapping[str, Weights], documents: Sequence[Labelled]) -> list[dict[str, float]]:
    """Return what each text is worth, by label."""
    groups = {name: _group(name, weights) for name, weights in fitted.items()}
    return [
        {_label(name): group.worth(d.texts[name]) for name, group in groups.items() if name in d.texts}
        for d in documents
    ]


def _group(name: str, weights: Weights) -> Group:
    return replace(load_groups()[name], bias=weights.bias, signs=weights.signs)


def _unseen(documents: Sequence[Labelled], *, folds: int, seed: int) -> list[dict[str, float]]:
    """Return what each text is worth to weights that were fitted without it."""
    order = np.random.default_rng(seed).permutation(len(documents))
    found: list[dict[str, float]] = [{} for _ in documents]
    for fold in range(folds):
        left_out = {int(at) for at in order[fold::folds]}
        fitted = _fit_all([document for at, document in enumerate(documents) if at not in left_out])
        for at in left_out:
            found[at] = _worths(fitted, [documents[at]])[0]
    return found


def _bar(documents: Sequence[Labelled], worths: Sequence[Mapping[str, float]]) -> float:
    """Return the probability above which a type counts: half of the best F1, which is where F1 is best.

    (Lipton, Elkan and Narayanaswamy 2014.) The place of the best F1 itself is no guide: the curve is flat there.
    """
    return max(_score(documents, worths, bar).f1 for bar in _BARS) / 2


def _score(documents: Sequence[Labelled], worths: Sequence[Mapping[str, float]], bar: float) -> Score:
    least = math.log(bar / (1 - bar))
    pairs = [
        (d.gold, {kind for kind, worth in own.items() if worth > least})
        for d, own in zip(documents, worths, strict=True)
    ]
    right = sum(len(gold & found) for gold, found in pairs)
    found_all, gold_all = sum(len(found) for _, found in pairs), sum(len(gold) for gold, _ in pairs)
    both = sum(bool(gold and found) for gold, found in pairs)
    either = sum(bool(gold) + bool(found) for gold, found in pairs)
    return Score(
        p=right / max(1, found_all),
        r=right / gold_all,
        f1=2 * right / (found_all + gold_all),
        relevance=2 * both / either,
    )


def _line(score: Score) -> str:
    return f"types P {score.p:.3f} R {score.r:.3f} F1 {score.f1:.3f}, relevance F1 {score.relevance:.3f}"


def _written(fitted: Mapping[str, Weights], bar: float) -> str:
    """Return the file: the bar is taken into the biases, so that a text counts above nothing."""
    lines = [_HEAD]
    for name, weights in fitted.items():
        group = load_groups()[name]
        lines += [f"[{name}]", f"kinds = {_list(group.kinds)}"]
        lines += [f"untyped = {_list(group.untyped)}"] if group.untyped else []
        lines += [f"deeds = {_list(group.deeds)}", f"bias = {weights.bias - math.log(bar / (1 - bar)):.2f}", ""]
        lines += [f"[{name}.signs]", *(f"{json.dumps(sign)} = {value}" for sign, value in weights.signs.items()), ""]
    return "\n".join(lines)


def _list(values: Sequence[IncidentType | str]) -> str:
    return "[" + ", ".join(f'"{value}"' for value in values) + "]"


if __name__ == "__main__":
    main()
