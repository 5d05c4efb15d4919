"""A story: the articles that tell the same, of those that a rule on articles fires on; what is the same is said here.

Copies of one text, editions of one article, and articles on one incident are one story, if they are not too far apart.
"""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import timedelta

from msgspec import Struct

from wirewatch.alerts import Reason, Severity
from wirewatch_alerts.copies import copied
from wirewatch_alerts.records import Report

WINDOW = timedelta(days=3)
"""Articles that were seen further apart are two stories, however alike."""
_ROWS = 3
"""So many numbers of a mark make a bucket: of two texts alike by half, nineteen in twenty share one of 21."""


class Telling(Struct, frozen=True, kw_only=True):
    """One article of a story: the incidents that hold its sightings, and what the rule says of it."""

    report: Report
    incidents: tuple[str, ...]
    severity: Severity
    reasons: tuple[Reason, ...]


class Story(Struct, frozen=True, kw_only=True):
    """The articles of a story in the order in which they were first seen."""

    tellings: tuple[Telling, ...]

    @property
    def story_id(self) -> str:
        """The id: a hash of the earliest article."""
        return "story-" + hashlib.sha256(self.tellings[0].report.article_id.encode()).hexdigest()[:16]


def one_story(story: Story, telling: Telling) -> bool:
    """Tell whether an article is of a story."""
    return any(_alike(one, telling) for one in story.tellings)


def joined(stories: Iterable[Story], telling: Telling) -> Story:
    """Return the story that some stories make with one more article; the newest edition of an article counts."""
    newest = {one.report.article_id: one for story in stories for one in story.tellings}
    known = newest.get(telling.report.article_id)
    if known is None or known.report.observed_at <= telling.report.observed_at:
        newest[telling.report.article_id] = telling
    return Story(tellings=tuple(sorted(newest.values(), key=_order)))


def buckets(telling: Telling) -> Iterator[str]:
    """Yield where a story with this article is looked for: by article, by incident, by parts of its mark."""
    yield f"article:{telling.report.article_id}"
    yield from (f"incident:{one}" for one in telling.incidents)
    mark = telling.report.copy_mark
    for start in range(0, len(mark) - _ROWS + 1, _ROWS):
        yield f"copy:{start}:" + "-".join(f"{number:x}" for number in mark[start : start + _ROWS])


def _alike(one: Telling, other: Telling) -> bool:
    if one.report.article_id == other.report.article_id:
        return True
    if one.report.exercise is not other.report.exercise:
        return False
    if abs(one.report.first_observed_at - other.report.first_observed_at) > WINDOW:
        return False
    return bool(set(one.incidents) & set(other.incidents)) or copied(one.report.copy_mark, other.report.copy_mark)


def _order(telling: Telling) -> tuple[float, str]:
    return telling.report.first_observed_at.timestamp(), telling.report.article_id
