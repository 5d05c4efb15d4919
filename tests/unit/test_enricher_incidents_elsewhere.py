"""Places and days that a text names though nothing happened there or then; each beside a counter-example."""

from datetime import date

import pytest

from enricher_reading import news
from wirewatch.geo import km_between
from wirewatch_enricher.gazetteer import fold_name

_BOMB = "A bomb killed two soldiers on Thursday "


@pytest.mark.parametrize(
    ("town", "text"),
    [
        ("Bayji", _BOMB + "in Baiji. Three wounded workers are being treated in Tikrit, police said."),
        ("Tikrit", _BOMB + "at the gate of a hospital in Tikrit, north of Baiji, police said."),
        ("Toribio", _BOMB + "in Toribío, Colombia. A third man died the next day in Cali of his wounds."),
        ("Cali", _BOMB + "in Cali, Colombia. A man of Toribío died the next day."),
        ("Kabul", _BOMB + "in Kabul. The bomber was a 37-year-old from Khost, police said."),
        ("Khost", _BOMB + "in Khost, and a bus from Kabul was searched, police said."),
        ("Bokkos", "By our correspondent, Jos\n\nGunmen killed two farmers on Thursday in Bokkos, residents said."),
        ("Jos", "By the market in Jos, gunmen killed two farmers on Thursday, residents said."),
        (
            "Ipil",
            "IPIL, Philippines - Marines saw a boat in Pagadian; a man was kidnapped from a resort here on Monday.",
        ),
        ("Pagadian", "IPIL, Philippines - A man was kidnapped in Pagadian on Monday, police told reporters here."),
        (
            "Chaman",
            "QUETTA: Two of those hurt in Thursday's blast in Chaman died in the Civil Hospital here on Friday.",
        ),
        ("Quetta", "QUETTA: A bomb killed two nurses in front of the Civil Hospital here on Thursday."),
        ("Idlib", "IDLIB, Syria - Jets came over on Thursday and bombed a bakery. Moscow has made no comment."),
        ("Kyiv", "WARSAW - Kyiv has been hit by drones, and two people were killed there on Thursday."),
        ("Tripoli", "Crowd burns tyres over talks in Rome\n\nYoung men broke windows in Tripoli, Libya, on Sunday."),
        ("Bunia", "A bomb killed two on Thursday in Bunia, hours after the president had met rebels in Doha."),
        ("Goma", "A bomb killed two people on Thursday at talks in Goma, police said in Kinshasa."),
        ("Ryazan", "Drones attacked a plant in Ryazan at 3 a.m. Moscow time on Thursday, the governor said."),
        ("Hudaydah", "A drone that took off from Salif hit the port of Hodeidah on Thursday, killing two."),
        ("Baidoa", "Somali airport hit\n\nMOGADISHU - Mortars hit the airport of the city of Baidoa on Thursday."),
        ("Abu Hamam", "Media in Deir ez-Zor say a drone killed two men on Thursday near Abu Hamam in Syria."),
        ("Erbil", "Guards were wounded when a drone hit Erbil on Thursday, the Pentagon said in Washington."),
        (
            "Kyiv",
            "A cyber attack took the railway's website down on Thursday. Extra windows were opened in Kyiv and Lviv.",
        ),
        ("Khartoum", "Protesters angry about the deal signed in Doha burned cars in Khartoum on Thursday."),
        ("Kunduz", "KABUL - Police in Kunduz said a bomb killed three people on Thursday."),
        ("Mism", "He was kidnapped on Thursday on the Damascus highway near Al-Mismiyah in Syria, police said."),
        ("Kherson", "KHERSON - Two died on Thursday when a drone hit a bus in the Dniprovskyi district."),
        ("Dnipro", "KYIV - Two died on Thursday when a drone hit a bus in the Dniprovskyi district."),
        ("Shahba", "He was home in Sweida on Thursday, two nights after men had taken him hostage near Shahba."),
        ("Kirkuk", "A judge was shot dead at his home in Kirkuk on Thursday by men later seized near Mosul."),
    ],
)
def test_what_a_text_tells_aside_places_no_event(town: str, text: str) -> None:
    """Neither hospitals nor birthplaces nor bylines place an event; "here" does, where something is put there."""
    place = news(text, published="2025-05-16T18:00:00+00:00")[0].place
    assert place
    assert fold_name(town) in fold_name(place.name)


@pytest.mark.parametrize(
    ("text", "lat", "lon"),
    [
        ("Kinshasa is calm. A bomb killed two people on Thursday in Gombe.", -4.3, 15.3),
        ("Nigeria is calm. A bomb killed two people on Thursday in Gombe.", 10.29, 11.17),
        (_BOMB + "in Marib, east of the capital Sanaa.", 15.46, 45.33),
        (_BOMB + "in the Tillaberi region of western Niger, near Banibangou.", 15.04, 2.7),
        (_BOMB + "in Al-Hodeidah, a source said.", 14.8, 42.95),
        (_BOMB + "at K4, a guard said.", 2.04, 45.3),
        (_BOMB + "on Calle Monterrey in Hermosillo, Mexico.", 29.09, -110.97),
        (_BOMB + "in Monterrey, Mexico.", 25.67, -100.31),
        (_BOMB + "on the road to Kaduna near Zaria, Nigeria.", 11.08, 7.71),
        ("MEXICO CITY, May 15 - " + _BOMB + "outside a bank in Mexico, in Nuevo Laredo.", 27.48, -99.51),
    ],
)
def test_names_mean_what_is_near(text: str, lat: float, lon: float) -> None:
    """A part of a named town goes before a town abroad, the seat before its county, a town before a street's name."""
    place = news(text, published="2025-05-16T18:00:00+00:00")[0].place
    assert place
    assert km_between(place.lat, place.lon, lat, lon) <= 15


@pytest.mark.parametrize(
    ("day", "text"),
    [
        ("2025-05-12", "A villager who was hit by a bomb in Uri on Monday died of her wounds in hospital on Tuesday."),
        ("2025-05-13", "A villager was hit by a bomb in Uri and died on the spot on Tuesday, police said."),
        (
            "2025-05-12",
            "Rebels said on Tuesday they had bombed a bus in Quetta a day earlier; one died on Wednesday.",
        ),
        (
            "2025-05-11",
            "Rebels said on Tuesday they had bombed a bus in Quetta on Sunday; a day earlier it was quiet.",
        ),
        (
            "2025-05-12",
            "A man was found dead on Tuesday in Culiacan, where gunmen killed two soldiers the day before.",
        ),
        ("2025-05-13", "Baku protested on Tuesday after its embassy in Kyiv was damaged in an overnight drone attack."),
        (
            "2025-05-14",
            "Police in Kyiv said that seven people were killed in an overnight drone attack.",
        ),
        (
            "2025-05-13",
            "Police on Wednesday dismissed as a rumour posts that a drone bombed the port the evening before.",
        ),
        ("2025-05-12", "Police in Bern arrested a man on Wednesday for setting fire to an embassy on Monday."),
        (
            "2025-05-12",
            "A man held since Monday, when petrol bombs were thrown at the consulate in Graz, confessed on Wednesday.",
        ),
    ],
)
def test_what_came_later_is_not_the_day_of_the_attack(day: str, text: str) -> None:
    """Neither a later death nor a find dates an attack, and days are counted from the last one named."""
    found = news(text, published="2025-05-14T18:00:00+00:00")
    assert date.fromisoformat(day) in [one.when.start.date() for one in found if one.when]


@pytest.mark.parametrize(
    ("town", "entry"),
    [
        ("Trostyanets", "15:40 In Trostianets, a drone has struck a bus this afternoon, hurting the driver."),
        ("Sumy", "15:40 In Sumy, a drone has struck a bus this afternoon, hurting the driver."),
    ],
)
def test_a_title_of_two_towns_places_nothing_that_the_body_places(town: str, entry: str) -> None:
    """Where the title names two towns, the one that the event's own words name is its place."""
    title = "Live: five dead at Sumy plant, drone hits bus in Trostianets"
    text = f"{entry}\n\n12:02 Five men have died at the plant, says the mayor."
    assert [one.place.name for one in news(text, title=title) if one.place][:1] == [town]


def test_a_mission_that_is_stormed_stands_where_the_body_says() -> None:
    """A nation's mission in the headline is not the one in the capital where the body names another town."""
    title = "Student dies as crowd storms Indian mission in Bangladeshi town"
    text = "DHAKA, Dec 5 - A crowd broke into India's mission in the Bangladeshi city of Sylhet on Thursday."
    assert [one.place.name for one in news(text, title=title) if one.place][:1] == ["Sylhet"]


def test_a_town_that_is_hit_is_the_place() -> None:
    """The town right behind the verb goes before one that is named beside it."""
    text = "DHAKA, Dec 5 - A crowd from Comilla stormed Sylhet on Thursday and burned two police stations there."
    assert [one.place.name for one in news(text) if one.place][:1] == ["Sylhet"]


@pytest.mark.parametrize(
    ("town", "text"),
    [
        ("Quetta", "Police said on Monday that a bomb killed two people in Quetta -"),
        ("Kherson", "Residents were evacuated in Kherson on Monday after a drone hit a block of flats, Kyiv said."),
        ("Herāt", "The attack Kabul had feared killed two people on Monday in Herat, police said."),
    ],
)
def test_the_place_of_an_event_is_not_a_word_beside_it(town: str, text: str) -> None:
    """A hyphen at the end, those who were brought away, and a noun of attack before a name mislead nobody."""
    assert [one.place.name for one in news(text) if one.place][:1] == [town]
