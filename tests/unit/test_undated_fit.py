"""The weights of undated texts come from labelled ones, the same each time."""

import pytest

from undated_model import fit
from wirewatch_enricher.incidents.news.undated import Group

_BOMB = frozenset({"word bomb", "dated", "has place"})
_TALK = frozenset({"word bomb", "word peace", "has place"})
_TEXTS = [*[_BOMB] * 20, *[_TALK] * 20, None]
_LABELS = [True] * 20 + [False] * 20 + [True]


def _worth(signs: frozenset[str]) -> float:
    found = fit(_TEXTS, _LABELS, least_texts=5)
    return Group(kinds=(), deeds=(), bias=found.bias, signs=found.signs).worth(signs)


def test_a_text_is_worth_the_sum_of_its_signs() -> None:
    """A text with the signs of news is worth more than nothing, one with those of talk is worth less."""
    assert _worth(_BOMB) > 0 > _worth(_TALK)


def test_a_sign_that_all_texts_have_gets_no_weight() -> None:
    """What tells no label from another has no weight."""
    assert "has place" not in fit(_TEXTS, _LABELS, least_texts=5).signs


@pytest.mark.parametrize("least", [5, 30])
def test_a_fit_is_the_same_each_time(least: int) -> None:
    """The same texts give the same weights, and signs that are too rare get none."""
    first, second = (fit(_TEXTS, _LABELS, least_texts=least) for _ in range(2))
    assert first == second
    assert ("dated" in first.signs) == (least == 5)
