"""The card: everything a person on duty needs, in words, at 80 to 100 columns, coloured on a terminal only."""

import asyncio
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from alert_articles import START, article, claimed_by, minute, no_damage
from alert_reference import run
from wirewatch.alerts import Alert, Change, ChangeKind
from wirewatch.incidents import Count, Weapon, WeaponUse
from wirewatch_alerts import sentences
from wirewatch_alerts.card import WIDTH, card, card_text
from wirewatch_alerts.rules import load_rules

RULES = load_rules(Path(__file__).parents[2] / "seeds" / "rules")
TWO_DRONES = (WeaponUse(weapon=Weapon.DRONE, words=("drone", "march"), count=Count(least=2, most=2)),)


def alert(**said: Any) -> Alert:
    (stored,) = asyncio.run(run([article("a", **said)], RULES)).alerts.values()
    return stored.alert


@pytest.mark.parametrize(
    "words",
    [
        "MEDIUM",
        "Thwarted drone attack: Turkish consulate general in Misrata",
        "status     thwarted",
        "drone attack · two drones",
        "Turkish consulate general (diplomatic, TR)",
        "32.3754° N 15.0925° E · site, within 0.3 km",
        "Tuesday 2025-03-04 05:00 +00:00 (UTC) · “at dawn”",
        "killed     none, as said",
        "injured    not said",
        "none, as said: “did no damage”",
        "nobody has claimed it, as said",
        "Drone attack at or near a diplomatic site",
        "incident.status = thwarted",
        "“shot down”  title 6-15",
        "Source a · 2025-03-04 05:00 +00:00 · entry-a",
        "https://news.example/a",
        "alert-",
        "revision 1",
        "created: thwarted",
    ],
)
def test_card_says(words: str) -> None:
    """Severity, what, where, when, casualties, rule, words, source, id and revision are all there."""
    shown = card_text(
        alert(weapons=TWO_DRONES, when=minute(START), damage=no_damage(), killed=0, claimed=False), width=100
    )
    assert words in shown


def test_card_marks_an_exercise() -> None:
    """A drill can not be taken for an alarm, and an alarm not for a drill."""
    drill, alarm = card_text(alert(exercise=True)), card_text(alert())
    assert ("EXERCISE, not a real alarm" in drill, "EXERCISE" in alarm) == (True, False)


def test_card_fits_eighty_columns() -> None:
    """No line is wider than the console, nor than the card's own width on a wide one."""
    narrow, wide = (card_text(alert(), width=width).splitlines() for width in (80, 200))
    assert (max(map(len, narrow)) <= 80, max(map(len, wide)) <= WIDTH) == (True, True)


def test_colours_are_for_terminals() -> None:
    """Escape codes go to a terminal and nowhere else."""
    plain, coloured = StringIO(), StringIO()
    Console(file=plain, width=100).print(card(alert()))
    Console(file=coloured, width=100, force_terminal=True).print(card(alert()))
    assert ("\x1b" in plain.getvalue(), "\x1b" in coloured.getvalue()) == (False, True)


def test_claim_names_the_group() -> None:
    """Who says that they did it stands there."""
    assert "claimed by Republican Guards" in card_text(alert(**claimed_by("Republican Guards")))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (Change(kind=ChangeKind.STATUS, before="alleged", after="confirmed"), "status alleged → confirmed"),
        (
            Change(
                kind=ChangeKind.CASUALTIES,
                before={"killed": 3, "injured": None},
                after={"killed": 7, "injured": None},
            ),
            "killed 3 → 7",
        ),
        (Change(kind=ChangeKind.CLAIM, before=None, after="JNIM"), "claimed by JNIM"),
        (Change(kind=ChangeKind.SOURCES, before=1, after=2), "sources 1 → 2"),
    ],
)
def test_change_is_a_sentence(change: Change, told: str) -> None:
    """A change reads from what to what."""
    assert sentences.changed(change) == told


@pytest.mark.parametrize(
    ("use", "told"),
    [
        (WeaponUse(weapon=Weapon.DRONE), "drone"),
        (WeaponUse(weapon=Weapon.DRONE, count=Count(least=1, most=1)), "one drone"),
        (WeaponUse(weapon=Weapon.ROCKET, count=Count(least=3)), "three rockets"),
        (WeaponUse(weapon=Weapon.ROCKET, count=Count(least=20, most=30)), "20 to 30 rockets"),
    ],
)
def test_weapons_are_counted_in_words(use: WeaponUse, told: str) -> None:
    """Numbers up to twelve are words; bounds are kept."""
    assert sentences.weapon(use) == told
