"""How well incident types are found, on documents of MUC-4's form: JSON lines with `text` and `incident_types`.

MUC-4 knows attack, bombing, kidnapping and arson, beside two types that wirewatch does not have (robbery, forced work
stoppage): those count as missed. Its bombings include any attack with explosives from the air, its incidents also those
that were only threatened or planned.
"""

from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from wirewatch.articles import RawArticle
from wirewatch.errors import SettingsError
from wirewatch.incidents import IncidentType, Salience
from wirewatch_enricher.enrich import enrich
from wirewatch_enricher.entities import Recognizer

_AS_MUC = {
    IncidentType.ARMED_ATTACK: "attack",
    IncidentType.MISSILE_ATTACK: "attack",
    IncidentType.AIR_STRIKE: "attack",
    IncidentType.RIOT: "attack",
    IncidentType.BOMBING: "bombing",
    IncidentType.DRONE_ATTACK: "bombing",
    IncidentType.ABDUCTION: "kidnapping",
    IncidentType.ARSON_VANDALISM: "arson",
}
_READ_AT = datetime(1991, 12, 31, tzinfo=UTC)


class LabelledDocument(Struct, frozen=True, kw_only=True):
    """One document and the types of the incidents in it; none where it is not relevant. Only `text` is needed."""

    text: str
    id: str | int = ""
    incident_types: tuple[str, ...] | None = None


class Rates(Struct, frozen=True, kw_only=True):
    """Precision, recall and F1."""

    p: float
    r: float
    f1: float


class TypeScores(Struct, frozen=True, kw_only=True):
    """`types`: micro over (document, type) pairs; `relevance`: over documents that have any type."""

    types: Rates
    relevance: Rates


def read_documents(path: Path) -> Iterator[LabelledDocument]:
    """Read the documents, one a line; raises `SettingsError` with file and line for what is none."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror}") from error
    for number, line in enumerate(content.removeprefix(BOM_UTF8).split(b"\n"), 1):
        if line.strip():
            yield _document(path, number, line)


def _document(path: Path, number: int, line: bytes) -> LabelledDocument:
    try:
        return msgspec.json.decode(line, type=LabelledDocument)
    except msgspec.DecodeError as error:
        raise SettingsError(f"{path}:{number}: {error}") from error


def score_types(
    documents: Iterable[LabelledDocument],
    *,
    recognizer: Recognizer | None = None,
    told: Callable[[int], None] = lambda _: None,
) -> TypeScores:
    """Find the types of every document and compare; `told` hears how many are read."""
    pairs = []
    for number, document in enumerate(documents, 1):
        pairs.append((labelled(document), _found(document, recognizer)))
        told(number)
    right = sum(len(gold & found) for gold, found in pairs)
    relevant = sum(bool(gold) and bool(found) for gold, found in pairs)
    return TypeScores(
        types=_rates(right, sum(len(found) for _, found in pairs), sum(len(gold) for gold, _ in pairs)),
        relevance=_rates(relevant, sum(bool(found) for _, found in pairs), sum(bool(gold) for gold, _ in pairs)),
    )


def labelled(document: LabelledDocument) -> frozenset[str]:
    """Return the types of a document's label, in MUC-4's words."""
    told = document.incident_types or ()
    return frozenset(name.strip().lower() for types in told for name in types.split("/"))


def as_muc(kind: IncidentType) -> str | None:
    """Return a type in MUC-4's words; None where it has none for it."""
    return _AS_MUC.get(kind)


def as_article(document: LabelledDocument) -> RawArticle:
    """Return a document as an article without a date."""
    return RawArticle(
        article_id=str(document.id),
        revision="1",
        entry_id=str(document.id),
        source="",
        title="",
        text=document.text,
        language="en",
        observed_at=_READ_AT,
    )


def _found(document: LabelledDocument, recognizer: Recognizer | None) -> frozenset[str]:
    article = enrich(as_article(document), recognizer=recognizer)
    news = (one for one in article.sightings if one.salience is Salience.FOREGROUND)
    return frozenset(_AS_MUC[one.type] for one in news if one.type in _AS_MUC)


def _rates(right: int, found: int, labelled: int) -> Rates:
    p = right / found if found else 0.0
    r = right / labelled if labelled else 0.0
    return Rates(p=p, r=r, f1=2 * p * r / (p + r) if right else 0.0)
