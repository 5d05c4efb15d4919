"""The table of figures that `make eval` prints: sets named in a TOML file, each with floors that only go up.

A set is labelled items (`items`), a corpus of toponyms (`places`), documents with types (`types`), quiet news (`quiet`)
or real news as it was captured (`captured`, with its `labels`). Files that are not there are skipped and said to be.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace
from rich.table import Table

from wirewatch.errors import SettingsError
from wirewatch.incidents import Status
from wirewatch_alerts.rules import RuleSet
from wirewatch_enricher.entities import Recognizer
from wirewatch_enricher.evaluate_places import read_articles, score_places
from wirewatch_enricher.evaluate_types import read_documents, score_types
from wirewatch_standalone.archive import read_archive
from wirewatch_standalone.captured import CapturedItem, read_captured
from wirewatch_standalone.evaluate import evaluate
from wirewatch_standalone.quiet import false_alarms_per_1000, read_quiet
from wirewatch_standalone.scoring import LabelledIncident, LabelledItem, Labels, figures, read_labels

LOWER_IS_BETTER = frozenset({"false_per_1000", "median_km"})


class LabelledSet(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One set of the file; exactly one of the kinds is given. `floors` are the figures that must be reached."""

    name: Annotated[str, Meta(min_length=1)]
    items: tuple[str, ...] = ()
    places: str | None = None
    types: str | None = None
    quiet: str | None = None
    captured: str | None = None
    labels: str | None = None
    floors: dict[str, float] = {}


class Figure(Struct, frozen=True, kw_only=True):
    """One figure of a set, and the floor that it must reach, if any."""

    set: str
    name: str
    value: float
    floor: float | None = None

    @property
    def below(self) -> bool:
        """Whether the figure is worse than its floor, half a unit of the last printed digit apart."""
        if self.floor is None:
            return False
        return self.value > self.floor + 5e-4 if self.name in LOWER_IS_BETTER else self.value < self.floor - 5e-4


def read_sets(path: Path) -> tuple[LabelledSet, ...]:
    """Read the sets; raises `SettingsError` naming file and field."""
    try:
        return msgspec.convert(tomllib.loads(path.read_text("utf-8"))["set"], tuple[LabelledSet, ...])
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror}") from error
    except KeyError as error:
        raise SettingsError(f"{path}: no list of sets: there is no [[set]]") from error
    except (ValueError, msgspec.ValidationError) as error:  # neither UTF-8 nor TOML, or not of the form
        raise SettingsError(f"{path}: no list of sets: {error}") from error


def measure(path: Path, rules: RuleSet, recognizer: Recognizer | None = None) -> Iterator[Figure | str]:
    """Yield every figure of every set, and a sentence for each set whose files are not there.

    `recognizer` is the user's spaCy pipeline, if any: it reads what has incidents; toponyms are the gazetteers' own.
    """
    for one in read_sets(path):
        names = (*one.items, one.places, one.types, one.quiet, one.captured, one.labels)
        files = [path.parent / name for name in names if name]
        if missing := [file.name for file in files if not file.exists()]:
            yield f"{one.name}: skipped, {', '.join(missing)} is not there"
            continue
        for name, value in _figures(one, files, rules, recognizer).items():
            yield Figure(set=one.name, name=name, value=value, floor=one.floors.get(name))


def _figures(one: LabelledSet, files: list[Path], rules: RuleSet, recognizer: Recognizer | None) -> Mapping[str, float]:
    if one.places:
        scores = score_places(read_articles(files[0]))
        return {
            "recognition_f1": scores.recognition.f1,
            "accuracy_161km": scores.accuracy_161km,
            "end_to_end_recall_161km": scores.end_to_end_recall_161km,
            "median_km": scores.median_km,
        }
    if one.types:
        found = score_types(read_documents(files[0]), recognizer=recognizer)
        return {"types_p": found.types.p, "types_r": found.types.r, "types_f1": found.types.f1,
                "relevance_f1": found.relevance.f1}  # fmt: skip
    if one.quiet:
        return {"false_per_1000": false_alarms_per_1000(read_quiet(files[0]), recognizer)}
    if one.captured:
        return _captured(tuple(read_captured(*files)), rules, recognizer)
    labels = [item for file in files for item in read_labels(file)]
    articles = [article for file in files for article in read_archive(file).articles]
    return figures(labels, evaluate(articles, rules, recognizer=recognizer))


def _captured(items: Sequence[CapturedItem], rules: RuleSet, recognizer: Recognizer | None) -> Mapping[str, float]:
    labels = [LabelledItem(id=one.key, labels=_labels(one)) for one in items]
    answers = evaluate([one.article for one in items], rules, recognizer=recognizer)
    told = figures(labels, [replace(answer, id=one.key) for answer, one in zip(answers, items, strict=True)])
    return {name: told[name] for name in ("types_p", "types_r", "types_f1", "false_per_1000")}


def _labels(item: CapturedItem) -> Labels:
    found = tuple(LabelledIncident(type=kind.value, status=Status.CONFIRMED.value) for kind in sorted(item.types))
    return Labels(flagship=False, incidents=found)


def table_of(found: Iterable[Figure]) -> Table:
    """Return the figures as a table; what is below its floor is red."""
    table = Table("set", "figure", "value", "floor")
    last = None
    for figure in found:
        colour = "red" if figure.below else ""
        floor = "" if figure.floor is None else f"{figure.floor:.3f}"
        table.add_row(figure.set if figure.set != last else "", figure.name, f"{figure.value:.3f}", floor, style=colour)
        last = figure.set
    return table
