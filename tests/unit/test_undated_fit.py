"""The weights of undated texts come from labelled ones, the same each time."""

import pytest

from undated_model import Text, fit
from wirewatch_enricher.incidents.undated import Group

_BOMB = frozenset({"word bomb", "dated"})
_TALK = frozenset({"word bomb", "word peace"})
_TEXTS = [
    *(Text(signs={"length": 0.5}, reports=(_TALK, _BOMB)) for _ in range(20)),
    *(Text(signs={"length": 0.5}, reports=(_TALK, _TALK)) for _ in range(20)),
    Text(signs={"length": 0.5}, reports=()),
]
_LABELS = [True] * 20 + [False] * 20 + [True]


def _worth(*reports: frozenset[str]) -> float:
    found = fit(_TEXTS, _LABELS, least_texts=5, least_own=5)
    group = Group(kinds=(), bias=found.bias, text=found.text, report=found.report)
    return group.worth(reports, {"length": 0.5})


def test_a_text_is_worth_its_best_report() -> None:
    """One report with the signs of news makes a text news, beside others that have none."""
    assert _worth(_TALK, _TALK, _BOMB) > 0 > _worth(_TALK, _TALK)


def test_a_text_without_reports_is_worth_nothing() -> None:
    """A text that has no report of a group is never its news."""
    assert _worth() == -float("inf")


@pytest.mark.parametrize("least", [5, 30])
def test_a_fit_is_the_same_each_time(least: int) -> None:
    """The same texts give the same weights, and signs that are too rare get none."""
    first, second = (fit(_TEXTS, _LABELS, least_texts=least, least_own=5) for _ in range(2))
    assert first == second
    assert ("dated" in first.report) == (least == 5)
