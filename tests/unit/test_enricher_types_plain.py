"""The plainest news there is: each weapon, deed and target with each other, so that no word hides the one beside it."""

from itertools import product

import pytest

from enricher_reading import news

_WEAPONS = {
    "A Russian drone": "drone_attack",
    "An explosive-laden drone": "drone_attack",
    "A missile": "missile_attack",
    "A rocket": "missile_attack",
}
_DEEDS = ("hit", "struck", "slammed into", "exploded at", "destroyed")
_TARGETS = (
    *("house", "apartment block", "school", "hospital", "market", "bus", "car", "truck", "lorry", "train", "bridge"),
    *("port", "ship", "factory", "refinery", "power station", "village", "mosque", "church", "convoy", "checkpoint"),
    *(
        "police station",
        "base",
        "airport",
        "ministry",
        "court",
        "prison",
        "embassy",
        "consulate",
        "hotel",
        "post office",
    ),
)
_BANDS = ("Gunmen", "Armed men", "Rebels", "Bandits", "Separatists", "Jihadists", "Men on motorbikes")
_RAIDS = ("attacked", "opened fire on", "shot up", "killed three people at")
_RAIDED = ("house", "school", "hospital", "market", "hotel", "bus", "police station", "mosque", "embassy", "convoy")


def types(text: str) -> list[str]:
    return [one.type.value for one in news(text)]


@pytest.mark.parametrize("weapon", _WEAPONS)
def test_any_weapon_does_anything_to_any_target(weapon: str) -> None:
    """No target is lost to a phrase of accidents, of football or of trials that begins as it is told."""
    texts = [
        f"{weapon} {did} {'an' if target[0] in 'aeiou' else 'a'} {target} in Kherson on Thursday, officials said."
        for did, target in product(_DEEDS, _TARGETS)
    ]
    assert [text for text in texts if types(text) != [_WEAPONS[weapon]]] == []


@pytest.mark.parametrize("band", _BANDS)
def test_any_band_raids_any_place(band: str) -> None:
    """Whoever bears arms is known by any of his names."""
    texts = [
        f"{band} {did} {'an' if place[0] in 'aeiou' else 'a'} {place} in Goma on Thursday, officials said."
        for did, place in product(_RAIDS, _RAIDED)
    ]
    assert [text for text in texts if types(text) != ["armed_attack"]] == []


@pytest.mark.parametrize(
    "text",
    [
        "A van hit a lorry on the A1 near Leeds on Thursday, police said.",
        "Two people were killed when their car hit a truck near Lagos on Thursday, police said.",
        "A train hit a car at a crossing in Pune on Thursday, killing three.",
        "A plane hit a truck on the runway in Lima on Thursday, killing two firefighters.",
        "A shot by the winger hit a post and went wide in Leeds on Thursday.",
        "Catalan separatists lost two seats in Barcelona on Thursday, officials said.",
    ],
)
def test_traffic_and_politics_are_no_attacks(text: str) -> None:
    """What runs into each other on a road, and who only bears the name of a band."""
    assert types(text) == []
