"""What kind of event a sentence tells of: each rule beside a sentence that must not fire it."""

import pytest

from enricher_reading import types

CASES = [
    ("drone_attack", "A drone carrying explosives hit a fuel depot near Basra on Thursday, police said."),
    ("drone_attack", "A small quadcopter dropped a grenade on a police post in Quetta on Wednesday."),
    ("drone_attack", "The defenses shot down two booby-trapped marches over Erbil at dawn today, Thursday."),
    ("air_strike", "An air strike destroyed a house in Khartoum on Wednesday, killing three people."),
    ("missile_attack", "Two rockets landed beside the airport in Baghdad on Wednesday night."),
    ("missile_attack", "Shelling killed a farmer in Nikopol on Thursday morning."),
    ("bombing", "A roadside bomb exploded beside a bus in Kandahar on Thursday."),
    ("armed_attack", "Gunmen opened fire on a bus in Quetta on Wednesday, killing two passengers."),
    ("armed_attack", "A man stabbed three people at a station in Hamburg on Thursday."),
    ("abduction", "Armed men kidnapped a priest in Kaduna on Wednesday."),
    ("arson_vandalism", "Two embassy cars were set on fire in Athens on Wednesday night."),
    ("riot", "Protesters stormed the consulate in Lubumbashi on Thursday and smashed its windows."),
    ("protest", "Hundreds of protesters gathered outside the embassy in Yerevan on Thursday."),
    ("cyber_attack", "Hackers knocked the ministry's website offline in Tallinn on Wednesday."),
    ("threat", "The consulate in Istanbul closed on Thursday because of a bomb threat."),
    ("airspace_incursion", "A drone hovered over the airport in Oslo for ten minutes on Wednesday."),
]

TRAPS = [
    "A light show with 300 drones opened the festival in Abu Dhabi on Thursday.",
    "The senate committee shot down the drone bill on Thursday.",
    "The envoy dropped a bombshell in Lima on Wednesday.",
    "A march of veterans filled the avenue in Lima on Thursday.",
    "Nurses went on strike in Paris on Thursday.",
    "The new album hit the shelves in London on Thursday.",
    "A gas explosion destroyed a bakery in Lyon on Thursday.",
    "A bomb from the Second World War was defused in Frankfurt on Wednesday.",
    "Hail bombarded the embassies of Canberra on Thursday.",
    "The striker's shot exploded into the net in Madrid on Wednesday.",
    "The mayor suffered a heart attack in Naples on Wednesday.",
    "The drones of the hive were thrown out in London on Thursday.",
]


@pytest.mark.parametrize(("kind", "text"), CASES)
def test_a_sentence_gives_its_type(kind: str, text: str) -> None:
    """The weapon or the act in the trigger's clause decides the type."""
    assert types(text) == [kind]


@pytest.mark.parametrize("text", TRAPS)
def test_a_word_alone_is_no_incident(text: str) -> None:
    """Words that look like a trigger give nothing where they mean something else."""
    assert types(text) == []


def test_the_attack_takes_the_weapon_of_its_own_clause() -> None:
    """A drone elsewhere in the text does not turn a shooting into a drone attack."""
    text = "Gunmen shot dead two guards in Quetta on Thursday. Police searched the hills with a drone."
    assert types(text) == ["armed_attack"]


def test_missiles_and_drones_that_come_together_are_both() -> None:
    """Where two weapons come together there are two incidents, whichever is named first."""
    for weapons in ("Missiles and drones", "Drones and missiles"):
        found = types(f"{weapons} hit a power plant in Kharkiv on Thursday, killing six people, officials said.")
        assert sorted(found) == ["drone_attack", "missile_attack"]


def test_two_places_are_two_incidents() -> None:
    """Several attacks in one text are several incidents where the place differs, else one."""
    apart = (
        "A drone struck a refinery in Tuapse on Thursday. "
        "In a separate attack, shelling killed a woman in Nikopol on Thursday."
    )
    same = "A drone struck a refinery in Tuapse on Thursday. The blast set a tank on fire."
    assert types(apart) == ["drone_attack", "missile_attack"]
    assert types(same) == ["drone_attack"]


SET_APART = [
    ("threat", "The school in Graz was evacuated on Thursday after a caller said that a bomb was hidden there."),
    ("airspace_incursion", "A stray drone strayed into Latvia and fell in a field near Daugavpils on Thursday."),
    ("drone_attack", "Fighters used three drones against the barracks at Djibo on Thursday, sources said."),
    ("air_strike", "A warplane released its bombs on the market of Ariha on Thursday, killing two people."),
]


@pytest.mark.parametrize(("kind", "text"), SET_APART)
def test_a_construction_gives_its_type(kind: str, text: str) -> None:
    """Messages, stray drones and aircraft that bomb have types of their own."""
    assert types(text) == [kind]


QUIET = [
    ("A factory blast kills 12", "A boiler exploded in a factory in Karachi on Wednesday, killing 12 workers."),
    ("Missile test", "North Korea fired a ballistic missile into the sea on Thursday, the South's army said."),
    ("Ransom", "Server lists were held to ransom by a software firm in Oslo on Thursday, a customer said."),
    ("Police train for drone attack", "Police in Frankfurt rehearsed on Wednesday a drone attack on a consulate."),
]


@pytest.mark.parametrize(("title", "text"), QUIET)
def test_an_accident_or_a_test_is_no_attack(title: str, text: str) -> None:
    """Accidents, test flights, figures of speech and rehearsals are no incidents."""
    assert types(text, title=title) == []
