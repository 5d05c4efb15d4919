"""Figures of the labelling guideline: labelled items and the pipeline's answers in, precision, recall and shares out.

The definitions are those of `docs/incidents.md`: types as (item, type) pairs, status and the rest over incidents of the
right type, gold and answer paired by the nearest place.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from wirewatch.errors import SettingsError
from wirewatch.geo import km_between
from wirewatch_standalone.evaluate import Answer, AnsweredIncident

NEAR_KM, REGION_KM = 10.0, 161.0


class LabelledIncident(Struct, frozen=True, kw_only=True):
    """An incident that a person found in an item; `date` and figures are None where the item does not tell."""

    type: str
    status: str
    date: str | None = None
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    killed: int | None = None
    injured: int | None = None


class Labels(Struct, frozen=True, kw_only=True):
    """What a person says of an item."""

    flagship: bool
    incidents: tuple[LabelledIncident, ...]


class LabelledItem(Struct, frozen=True, kw_only=True):
    """A labelled item, without its text; items that report the same event share `cluster`."""

    id: str | int
    labels: Labels
    cluster: str | None = None


Pairs = Sequence[tuple[LabelledItem, Answer]]
Matches = Sequence[tuple[LabelledIncident, AnsweredIncident]]


def read_labels(path: Path) -> tuple[LabelledItem, ...]:
    """Read the labels of a JSON Lines file; raises `SettingsError` with file, line and field where one is wrong."""
    found = []
    for number, line in enumerate(path.read_bytes().split(b"\n"), 1):
        try:
            found += [msgspec.json.decode(line, type=LabelledItem)] if line.strip() else []
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise SettingsError(f"{path}:{number}: no labelled item: {error}") from error
    return tuple(found)


def figures(items: Iterable[LabelledItem], answers: Iterable[Answer]) -> dict[str, float]:
    """Return every figure by name, shares between 0 and 1; a figure with nothing to count is left out."""
    answered = {str(answer.id): answer for answer in answers}
    pairs = [(item, answered[str(item.id)]) for item in items]
    matches = [match for item, answer in pairs for match in _paired(item.labels.incidents, answer.incidents)]
    found = {**_rates("flagship", _flagships(pairs)), **_rates("types", _types(pairs)), **_shares(matches)}
    quiet = [bool(answer.incidents) for item, answer in pairs if not item.labels.incidents]
    if quiet:
        found["false_per_1000"] = 1000 * sum(quiet) / len(quiet)
    clustered = {str(item.id): item.cluster for item, _ in pairs if item.cluster}
    if clustered:
        joined = {key: answered[key].cluster or f"alone:{key}" for key in clustered}
        found["clusters_f1"] = _b_cubed(clustered, joined)
    return found


def _flagships(pairs: Pairs) -> tuple[int, int, int]:
    right = sum(item.labels.flagship and answer.flagship for item, answer in pairs)
    return right, sum(answer.flagship for _, answer in pairs), sum(item.labels.flagship for item, _ in pairs)


def _types(pairs: Pairs) -> tuple[int, int, int]:
    right = found = labelled = 0
    for item, answer in pairs:
        gold = {incident.type for incident in item.labels.incidents}
        said = {incident.type.value for incident in answer.incidents}
        right, found, labelled = right + len(gold & said), found + len(said), labelled + len(gold)
    return right, found, labelled


def _rates(name: str, counts: tuple[int, int, int]) -> dict[str, float]:
    right, found, labelled = counts
    p = right / found if found else 0.0
    r = right / labelled if labelled else 0.0
    return {f"{name}_p": p, f"{name}_r": r, f"{name}_f1": 2 * p * r / (p + r) if right else 0.0}


def _shares(matches: Matches) -> dict[str, float]:
    """Return the share of right values over incidents of the right type, where the label has a value."""
    tried: dict[str, list[bool]] = defaultdict(list)
    for gold, said in matches:
        tried["status"].append(gold.status == said.status)
        if gold.date:
            tried["date"].append(gold.date == said.date)
        if gold.lat is not None:
            away_km = _away_km(gold, said)
            tried["place_10km"].append(away_km <= NEAR_KM)
            tried["place_161km"].append(away_km <= REGION_KM)
        if gold.killed is not None:
            tried["killed"].append(gold.killed == said.killed)
        if gold.injured is not None:
            tried["injured"].append(gold.injured == said.injured)
    return {name: sum(hits) / len(hits) for name, hits in tried.items()}


def _paired(
    gold: Iterable[LabelledIncident], said: Iterable[AnsweredIncident]
) -> Iterator[tuple[LabelledIncident, AnsweredIncident]]:
    """Pair labelled incidents with answers of the same type, the nearest first, each answer once."""
    left = list(said)
    for wanted in gold:
        same = [one for one in left if one.type.value == wanted.type]
        if same:
            best = min(same, key=lambda one: (_away_km(wanted, one), one.date != wanted.date))
            left.remove(best)
            yield wanted, best


def _away_km(gold: LabelledIncident, said: AnsweredIncident) -> float:
    if gold.lat is None or gold.lon is None or said.lat is None or said.lon is None:
        return float("inf")
    return km_between(gold.lat, gold.lon, said.lat, said.lon)


def _b_cubed(gold: Mapping[str, str], said: Mapping[str, str]) -> float:
    """Return B-cubed F1 of two partitions of the same ids (Bagga and Baldwin, 1998)."""
    by_gold, by_said = _members(gold), _members(said)
    precision = recall = 0.0
    for key in gold:
        common = len(by_gold[gold[key]] & by_said[said[key]])
        precision += common / len(by_said[said[key]]) / len(gold)
        recall += common / len(by_gold[gold[key]]) / len(gold)
    return 2 * precision * recall / (precision + recall)


def _members(parts: Mapping[str, str]) -> dict[str, set[str]]:
    members: dict[str, set[str]] = defaultdict(set)
    for key, part in parts.items():
        members[part].add(key)
    return members
