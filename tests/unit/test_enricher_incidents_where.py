"""Where an event is put by its way from a town, its country, its journey; each beside a counter-example."""

import pytest

from enricher_reading import news
from wirewatch.geo import km_between
from wirewatch_enricher.gazetteer import fold_name

_BOMB = "A bomb killed two soldiers on Thursday "


@pytest.mark.parametrize(
    ("text", "lat", "lon", "within_km"),
    [
        (_BOMB + "some 30 km north of Niamey, police said.", 13.78, 2.11, 8),
        (_BOMB + "20 miles (32 km) south-east of Niamey, police said.", 13.31, 2.31, 8),
        (_BOMB + "in Niamey; it was made 30 km north of Dosso, police said.", 13.51, 2.11, 8),
        (_BOMB + "on the road between Zaria and Kaduna, police said.", 10.81, 7.58, 10),
        (_BOMB + "on the Damascus-Homs highway, police said.", 34.12, 36.5, 15),
        (_BOMB + "in Zaria, and a minister flew between Kano and Abuja.", 11.11, 7.72, 10),
        (_BOMB + "in the northern Lebanese city of Tripoli.", 34.43, 35.84, 10),
        (_BOMB + "in Tripoli, Libyan police said.", 32.89, 13.19, 10),
        (_BOMB + "near Beni in eastern Congo.", 0.49, 29.47, 10),
        (_BOMB + "at an inn in Larnaca as he waited for a flight to Tel Aviv.", 34.92, 33.63, 10),
        (_BOMB + "outside El-Arish in the Sinai.", 31.13, 33.8, 10),
        (_BOMB + "in the port of Salif in Yemen.", 15.31, 42.67, 10),
        (_BOMB + "in Kafanchan, a town some 200 km by road north-east of Abuja.", 9.58, 8.29, 10),
        (_BOMB + "some 200 km by road north of Abuja, near a dam.", 10.86, 7.49, 30),
        (_BOMB + "at Kajuru, on a road south of Kaduna.", 10.32, 7.68, 10),
        (_BOMB + "on a road south of Kaduna.", 10.52, 7.44, 30),
        (_BOMB + "when a Quetta-bound express left Sibi.", 29.54, 67.88, 10),
        (_BOMB + "in Quetta, bound for Sibi as they were.", 30.18, 67.0, 10),
        (_BOMB + "aboard a Tel Aviv flight that had landed in Paphos.", 34.78, 32.42, 12),
        (_BOMB + "on the Kano-Abuja train, which had stopped in Zaria.", 11.11, 7.72, 10),
        (_BOMB + "on their way from Kano at a halt in Zaria.", 11.11, 7.72, 10),
        (_BOMB + "in Rueso district of Narathiwat.", 6.38, 101.52, 10),
        (_BOMB + "in Sinuni, in Iraq's Sinjar district.", 36.457, 41.699, 10),
        (_BOMB + "in the Marka suburb of Amman.", 31.95, 35.93, 10),
        ("A drone hit a house in Tirah valley on Tuesday. The dead were laid on a road in Bara.", 33.78, 70.9, 10),
        (_BOMB + "at the Khor Mor field in the Kurdistan Region.", 35.08, 44.76, 10),
        (_BOMB + "in Tyre, Lebanon.", 33.27, 35.19, 10),
        (_BOMB + "at Maru, headquarters of Maru Local Government Area of Zamfara State.", 12.33, 6.4, 10),
        (_BOMB + "in Maarat Misrin, Idlib province.", 36.01, 36.67, 10),
        (_BOMB + "on a tanker 40 nautical miles off Bioko that is proceeding to Malabo.", 3.5, 8.7, 30),
        (_BOMB + "in the area of al-Kiswah, south of Damascus.", 33.357, 36.249, 10),
        ("Mortar shells hit the Somali presidential palace on Thursday, wounding two.", 2.04, 45.34, 10),
        ("The Somali interior ministry said a bomb killed two people in Baidoa on Thursday.", 3.12, 43.65, 10),
        ("A missile launched from Yemen hit a park in Tel Aviv on Thursday and wounded 16.", 32.08, 34.78, 10),
        ("A drone hit the camp of Somalia's Halane on Tuesday; a cook died in a Nairobi hospital.", 2.01, 45.3, 10),
        ("A drone hit a kiosk near the Singapore embassy in Yangon on Thursday, police said.", 16.81, 96.15, 10),
        ("A drone bomb hit the Somali diplomatic enclave on Thursday, police said.", 2.01, 45.3, 10),
        ("A drone was seen over JKIA in Nairobi on Thursday and flights were held for an hour.", -1.32, 36.93, 10),
        ("A mortar shell hit a house in the district of Bondhere on Thursday and killed four.", 2.045, 45.345, 10),
    ],
)
def test_the_place_is_what_the_text_says(text: str, lat: float, lon: float, within_km: float) -> None:
    """Ways, roads and countries place an event; where others fly or make bombs does not."""
    place = news(text)[0].place
    assert place
    assert km_between(place.lat, place.lon, lat, lon) <= within_km


def test_a_nation_in_another_language_is_no_town() -> None:
    """An inflected word for a nation is not taken for a form of a town's name."""
    text = "Дрон убил в четверг в Сумах гражданина Китая."
    assert "EC" not in {one.place.country for one in news(text, language="ru") if one.place}


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("Sindh", "QUETTA, March 14 - Gunmen killed four policemen in Sindh province on Thursday, officials said."),
        ("Quetta", "QUETTA, March 14 - Gunmen killed four policemen in Balochistan on Thursday, officials said."),
    ],
)
def test_a_dateline_beyond_the_region_is_no_place(place: str, text: str) -> None:
    """A correspondent may write from a town outside the region that the text names, and then it does not count."""
    found = news(text)[0]
    assert found.place is not None
    assert place in found.place.name


@pytest.mark.parametrize(
    "text",
    [
        "Billund airport closed for an hour on Thursday after a drone was seen.",
        "BILLUND, March 14 - Billund Airport reopened on Thursday after drones seen near its runway.",
    ],
)
def test_an_airport_that_closes_is_where_it_happened(text: str) -> None:
    """An airport before a verb of telling is no speaker, as a government would be."""
    place = news(text)[0].place
    assert place
    assert "Billund" in place.name


@pytest.mark.parametrize(
    ("place", "title", "body"),
    [
        ("Rueso", "Bomb kills teacher in Narathiwat", "A bomb killed a teacher in Rueso on Thursday, police said."),
        (
            "Ariha",
            "Six killed by shell in Idlib",
            "A shell killed six in Ariha, in the countryside of Idlib, on Thursday.",
        ),
        ("Utrecht", "Bomb kills guard in Utrecht", "A bomb killed a guard in Utrecht on Thursday. Zeist is in shock."),
    ],
)
def test_the_lead_names_the_place_more_exactly_than_the_title(place: str, title: str, body: str) -> None:
    """A town that the lead names near that of the title is where it happened, unless it names that of the title too."""
    found = news(body, title=title)[0]
    assert found.place is not None
    assert place.lower() in fold_name(found.place.name)


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("Moscow", "Drone debris hurt two in Moscow on Thursday. Kyiv, which does not usually comment, kept silent."),
        ("Moscow", "Drone debris fell near Vietnam's embassy in Moscow on Thursday. The Moscow region was hit in May."),
        (
            "Herat",
            "HERAT, March 14 - Two men died on Thursday on their way to a brickworks in Mashhad. A drone hit them.",
        ),
        ("Maiduguri", "Gunmen attacked a convoy on Thursday on the way to a market in Maiduguri, killing three."),
        ("Kyiv", "A drone strike blamed on Russia hit a house in Kyiv on Thursday and killed two."),
    ],
)
def test_places_of_speech_hold_no_event(place: str, text: str) -> None:
    """Who comments, who is blamed and which region was hit before do not place an event."""
    found = news(text)[0].place
    assert found
    assert place in fold_name(found.name).title()


@pytest.mark.parametrize(
    ("language", "country", "text"),
    [
        ("ar", "SY", "قُتل مدنيان بقصف بقذائف الهاون على حي في مدينة حلب مساء الخميس."),
        ("ar", "YE", "اختطف مسلحون مهندسين اثنين في محافظة شبوة اليوم الخميس."),
        ("ar", None, "قُتل مدنيان بقصف بقذائف الهاون على معمل حلب مساء الخميس."),
        ("uk", "UA", "У четвер російські безпілотники атакували підстанцію у Прилуках, загинули двоє."),  # noqa: RUF001
        ("fr", "LB", "Un drone piégé a frappé jeudi l'ambassade du Koweït à Bir Hassan, blessant deux agents."),
        ("es", "GB", "Dos personas murieron el jueves al explotar una bomba en Londres, Reino Unido."),
    ],
)
def test_places_are_found_in_other_languages(language: str, country: str | None, text: str) -> None:
    """Short names behind "city of", provinces, inflected towns, countries; a short name alone is none."""
    found = news(text, language=language)[0].place
    assert (found.country if found else None) == country
