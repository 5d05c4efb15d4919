"""How well places are found and placed, on a corpus of LGL's form: articles with toponyms and their coordinates."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import median
from xml.etree import ElementTree as ET

from msgspec import Struct

from wirewatch.errors import SettingsError
from wirewatch.geo import km_between
from wirewatch_enricher.places.find import PlaceSpan, find_places

NEAR_KM = 161.0


class Gold(Struct, frozen=True, kw_only=True):
    """A labelled toponym; `point` is its latitude and longitude, None where the corpus gives none."""

    start: int
    end: int
    point: tuple[float, float] | None


class LabelledArticle(Struct, frozen=True, kw_only=True):
    """One article of the corpus, and its toponyms."""

    text: str
    source: str
    gold: tuple[Gold, ...]


class Recognition(Struct, frozen=True, kw_only=True):
    """Precision, recall and F1 of the spans, exact offsets."""

    p: float
    r: float
    f1: float


class PlaceScores(Struct, frozen=True, kw_only=True):
    """The figures: `accuracy_161km` and `median_km` over recognised toponyms that have a point, the rest over all such.

    161 km (100 miles) is the customary bound for toponym resolution on this corpus.
    """

    recognition: Recognition
    accuracy_161km: float
    end_to_end_recall_161km: float
    median_km: float


def read_articles(path: Path) -> Iterator[LabelledArticle]:
    """Read a corpus of LGL's form; raises `SettingsError` naming the file where it is not XML or a number is none."""
    for article in corpus_articles(path):
        try:
            gold = tuple(_gold(toponym) for toponym in article.iter("toponym"))
        except ValueError as error:
            raise SettingsError(f"{path}: article {article.get('docid')}: toponym: {error}") from error
        yield LabelledArticle(
            text=article.findtext("text") or "",
            source=article.findtext("domain") or article.findtext("feedid") or "",
            gold=gold,
        )


def corpus_articles(path: Path) -> Iterator[ET.Element]:
    """Return the articles of a corpus of LGL's form, as XML; raises `SettingsError` naming the file if it is none."""
    try:
        root = ET.parse(path).getroot()  # noqa: S314  (a file that the user names)
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror}") from error
    except (ET.ParseError, LookupError, ValueError) as error:  # an encoding that is not known, or not kept
        raise SettingsError(f"{path}: not XML: {error}") from error
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]  # whatever namespace the file has
    return root.iter("article")


def _gold(toponym: ET.Element) -> Gold:
    """Read a toponym: its offsets, and its point, be it in a `gaztag` or not. Raises `ValueError` for no number."""
    lat, lon = toponym.findtext(".//lat"), toponym.findtext(".//lon")
    return Gold(
        start=int(toponym.findtext("start") or ""),
        end=int(toponym.findtext("end") or ""),
        point=(float(lat), float(lon)) if lat and lon else None,
    )


def score_places(articles: Iterable[LabelledArticle]) -> PlaceScores:
    """Find the places of each article's text and compare them with the labels."""
    found = labelled = right = pointed = 0
    distances: list[float] = []
    for article in articles:
        spans = {(span.start, span.end): span for span in find_places(article.text)}
        found += len(spans)
        labelled += len(article.gold)
        pointed += sum(one.point is not None for one in article.gold)
        right += sum((one.start, one.end) in spans for one in article.gold)
        distances.extend(_distances(article.gold, spans))
    near = sum(distance <= NEAR_KM for distance in distances)
    return PlaceScores(
        recognition=_recognition(right, found, labelled),
        accuracy_161km=round(near / max(1, len(distances)), 4),
        end_to_end_recall_161km=round(near / max(1, pointed), 4),
        median_km=round(median(distances), 2) if distances else 0.0,
    )


def _distances(gold: Iterable[Gold], spans: dict[tuple[int, int], PlaceSpan]) -> Iterator[float]:
    for one in gold:
        span = spans.get((one.start, one.end))
        if span is not None and one.point is not None:
            yield km_between(span.entry.lat, span.entry.lon, *one.point)


def _recognition(right: int, found: int, labelled: int) -> Recognition:
    p, r = right / max(1, found), right / max(1, labelled)
    return Recognition(p=round(p, 4), r=round(r, 4), f1=round(2 * p * r / (p + r), 4) if right else 0.0)
