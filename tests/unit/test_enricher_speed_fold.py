"""Folding is quick for texts that are almost all ASCII, and says the same as letter by letter."""

from hypothesis import given
from hypothesis import strategies as st

from wirewatch_enricher.gazetteer import fold, fold_name


@given(text=st.text())
def test_folding_keeps_every_offset(text: str) -> None:
    """A folded text is as long as the text, whatever stands in it."""
    assert len(fold(text)) == len(text)


@given(parts=st.lists(st.sampled_from(["Genève", "the", "ŁÓDŹ", "\u2019s", "بيروت", "Київ", "A", ",", "£5"])))
def test_a_letter_folds_as_it_does_alone(parts: list[str]) -> None:
    """What stands beside a letter does not change what it folds to."""
    text = " ".join(parts)
    assert fold(text) == "".join(map(fold, text))


def test_a_dotted_capital_folds_as_in_a_name() -> None:
    """The Turkish capital İ is an i, in a text as in a name of the gazetteer."""
    assert fold("İsrail") == "israil"
    assert fold_name("İzmir") == fold("Izmir")
