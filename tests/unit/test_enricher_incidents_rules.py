"""Each rule of salience in one sentence, its counter-example beside it: what is no news and why, and what is."""

import pytest

from enricher_reading import news, sightings

RULES = (
    (
        "hypothetical",
        "If a drone were to hit the embassy in Kabul, guards could be killed, officials said.",
        "A drone hit the embassy in Kabul on Monday, officials said.",
    ),
    (
        "a threat in words",
        "The group threatened on Monday to attack the embassy in Kabul with drones.",
        "The group attacked the embassy in Kabul on Monday with drones.",
    ),
    (
        "its own words date it before the news window",
        "A drone hit the embassy in Kabul in March 2015, officials said.",
        "A drone hit the embassy in Kabul on Monday, officials said.",
    ),
    (
        "a drill",
        "Soldiers repelled a drone attack on the embassy in Kabul on Monday in a drill, officials said.",
        "Soldiers repelled a drone attack on the embassy in Kabul on Monday, officials said.",
    ),
    (
        "a relic of an old war",
        "An unexploded wartime bomb was defused in Hamburg on Monday, police said.",
        "A car bomb was defused in Hamburg on Monday, police said.",
    ),
    (
        "generic: a test",
        "North Korea test-fired a ballistic missile into the sea on Monday, Seoul said.",
        "North Korea fired a ballistic missile at a village on Monday, killing two people, Seoul said.",
    ),
    (
        "generic: a commemoration",
        "Hundreds marched in a protest in Kabul in memory of the dead of the war.",
        "Hundreds marched in a protest in Kabul on Monday against the war, police said.",
    ),
    (
        "generic: no protest that was held",
        "Unions plan to hold a rally in Kabul, where protesters will march, police said.",
        "Unions held a rally in Kabul on Monday, where protesters marched, police said.",
    ),
    (
        "fiction",
        "In the novel's final chapter the hero's drone hits the embassy in Kabul, writes the author in a thriller.",
        "A drone hit the embassy in Kabul on Monday, wrote an author who saw it.",
    ),
    (
        "figurative: sport",
        "The striker scored two goals for the league's champions, the coach praised the shooting in the match.",
        "A shooting at a match in Kabul on Monday killed the coach, police said.",
    ),
    (
        "told on an anniversary",
        "Relatives laid wreaths on the anniversary of the day when a drone hit the embassy in Kabul, officials said.",
        "Relatives laid wreaths where a drone hit the embassy in Kabul on Monday, officials said.",
    ),
    (
        "told at a trial",
        "A man was sentenced to nine years by a court in Kabul for bombing the embassy.",
        "A man bombed the embassy in Kabul on Monday.",
    ),
    (
        "told as background",
        "Drones once struck the embassy in Kabul, officials recalled.",
        "Drones struck the embassy in Kabul on Monday, officials said.",
    ),
    (
        "generic: advice",
        "Avoid the centre of Kabul, where gunmen attack hotels, the travel advice of the ministry says.",
        "Gunmen attacked hotels in the centre of Kabul on Monday, the ministry says.",
    ),
    (
        "generic: a habit",
        "Protesters march to the embassy in Kabul every Friday.",
        "Protesters marched to the embassy in Kabul on Friday.",
    ),
    (
        "generic: no particular event",
        "Drone attacks on embassies are often carried out at night.",
        "A drone attack on an embassy in Kabul was carried out on Monday night.",
    ),
    (
        "it goes on telling what came before",
        "In March 2015 a drone struck the embassy in Kabul. Gunmen then stormed the gate and killed a guard.",
        "On Monday a drone struck the embassy in Kabul. Gunmen then stormed the gate and killed a guard.",
    ),
)


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule, text, _ in RULES])
def test_what_a_rule_takes_for_no_news_is_none(rule: str, text: str) -> None:
    """The sighting is kept, it is not the news, and it says by which rule."""
    told = {reason for one in sightings(text) for reason in one.reasons}
    assert (news(text), any(rule in reason for reason in told)) == ((), True)


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule, _, text in RULES])
def test_nearly_the_same_words_are_news(rule: str, text: str) -> None:
    """The counter-example of a rule: its words are not there, or tell of something else."""
    assert news(text), rule
