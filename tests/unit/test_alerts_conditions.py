"""Conditions: taken apart as text, compiled against the declared facts, decided without surprises."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirewatch_alerts.cel import activation, compile_condition, evaluate
from wirewatch_alerts.conditions import alternatives, blanked, conjuncts, one_line
from wirewatch_alerts.errors import ConditionError
from wirewatch_alerts.facts import FACTS
from wirewatch_alerts.facts_page import facts_page


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a && b", ("a", "b")),
        ("a && (b && c)", ("a", "(b && c)")),
        ('x == "a && b" && c', ('x == "a && b"', "c")),
        ("a && b || c", ("a && b || c",)),
        ("a ? b && c : d", ("a ? b && c : d",)),
        ("a // no && here\n && b", ("a // no && here", "b")),
        ("xs.exists(x, x && y) && z", ("xs.exists(x, x && y)", "z")),
    ],
)
def test_conjuncts_are_cut_at_the_top_level(text: str, parts: tuple[str, ...]) -> None:
    """`&&` cuts a condition where nothing binds weaker, and neither in texts nor in brackets."""
    assert conjuncts(text) == parts


def test_alternatives_lose_their_parentheses() -> None:
    """`||` cuts what stands in one pair of parentheses."""
    assert alternatives('("a" in b || (c))') == ('"a" in b', "(c)")


def test_one_line_keeps_texts_as_they_are() -> None:
    """Line breaks and comments go, blanks inside quotes stay outside of the joining of lines."""
    assert one_line("a ==  1 // why\n  && b") == "a == 1 && b"


@given(st.text(alphabet="ab&|?()[]{}'\"/ \n\\", max_size=40))
def test_any_text_is_cut_without_loss(text: str) -> None:
    """Whatever the text, its parts hold all of it but the operators; blanked, it is as long as it was."""
    told = "".join(conjuncts(text))
    assert (len(blanked(text)), _solid(told)) == (len(text), _solid(text))


def _solid(text: str) -> str:
    return "".join(char for char in text if char != "&" and not char.isspace())


def test_budget_bounds_a_loop() -> None:
    """Loops within loops end with an error, not with a match."""
    digits = "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]"
    loop = f"{digits}.all(a, " * 6 + "true" + ")" * 6
    result = evaluate(compile_condition(loop), activation({}))
    assert (result.held, "budget" in (result.error or "")) == (False, True)


def test_error_at_run_time_is_no_match() -> None:
    """The engine's errors are truthy values; they count as errors."""
    result = evaluate(compile_condition("sources / 0 == 1"), activation({"sources": 3}))
    assert (result.held, "divide by zero" in (result.error or "")) == (False, True)


def test_syntax_error_has_its_place() -> None:
    """A condition that can not be parsed names line and column in its own text."""
    with pytest.raises(ConditionError) as caught:
        compile_condition("exercise &&\n  sources >")
    assert (caught.value.line, caught.value.column) == (2, 12)


@pytest.mark.parametrize(
    "text",
    [
        'incident.type == "drone_atack"',
        '"drone_atack" != incident.type',
        'incident.type in ["bombing", "drone_atack"]',
        '"drone_atack" in [incident.type] || "drone_atack" == incident.type',
    ],
)
def test_value_that_a_fact_never_has_is_refused(text: str) -> None:
    """A mistyped value would make a rule that never fires."""
    with pytest.raises(ConditionError, match=r"incident\.type is never 'drone_atack'; did you mean drone_attack\?"):
        compile_condition(text)


@pytest.mark.parametrize(
    "text",
    [
        'incident.place == "drone_atack"',
        'incident.type == "drone_attack" && incident.precision != ""',
        'true // incident.type == "drone_atack"',
        "incident.perpetrator == 'incident.type == \"drone_atack\"'",
        'incident.type.startsWith("drone_")',
    ],
)
def test_value_that_a_fact_may_have_is_taken(text: str) -> None:
    """Free texts, comments and parts of a value are no mistakes."""
    assert compile_condition(text).text == text


def test_page_of_facts_has_every_fact() -> None:
    """The generated page names all facts."""
    assert all(f"| `{fact.name}` |" in facts_page() for fact in FACTS)
