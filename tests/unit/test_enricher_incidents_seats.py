"""Attacks on a state's computers happen at its seat; each beside a counter-example."""

import pytest

from enricher_reading import news


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Hackers broke into Fiji's foreign ministry on Thursday. Missions in Canberra were cut off.", "Suva"),
        ("Hackers broke into the Ministry of Finance of the Republic of Kenya on Thursday, it said.", "Nairobi"),
        ("LA PAZ, March 5 - Hackers encrypted Bolivian customs on Thursday. Lorries wait at Desaguadero.", "La Paz"),
        ("Hackers encrypted the servers of a hospital in Cosenza on Thursday, Italian police said.", "Cosenza"),
        ("Hackers broke into a German bank in Hamburg on Thursday, police said.", "Hamburg"),
    ],
)
def test_an_attack_on_a_ministry_is_placed_at_its_seat(text: str, place: str) -> None:
    """A ministry's mail is where the government is; a bank or a hospital is where the text puts it."""
    found = [one for one in news(text) if one.type == "cyber_attack"]
    assert found
    assert found[0].place is not None
    assert place in found[0].place.name
