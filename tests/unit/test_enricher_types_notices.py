"""Notices, hacks and quiet protests as offices and features tell them, each beside one that tells of nothing."""

import pytest

from enricher_reading import news, types


@pytest.mark.parametrize(
    ("expected", "title", "text"),
    [
        (
            ["threat"],
            "Security notice: Embassy closed",
            "The Embassy has received specific information of a potential air attack on Kyiv today, Thursday. The "
            "Embassy will be closed, and employees have been instructed to shelter in place.",
        ),
        (
            ["threat"],
            "Security Alert: Embassy closed March 14",
            "The Embassy received information this morning, Thursday, about a possible imminent attack on the Embassy "
            "compound in Niamey. The Embassy is closed to the public for the rest of the day.",
        ),
        (
            [],
            "Embassy closed for holiday",
            "The Embassy will be closed on Friday. Applicants receive information about their visas by e-mail.",
        ),
        (
            [],
            "Security advice",
            "The Embassy has no information of a possible attack on malls in Nairobi. Citizens should stay alert.",
        ),
        (
            ["cyber_attack"],
            "Ministry: services restored",
            "The e-mail system of the ministry in Male, which had been out of operation since Tuesday because of a "
            "malicious intrusion into its servers, was restored this morning.",
        ),
        (
            [],
            "Ministry: services restored",
            "The e-mail system of the ministry in Male, which had been out of operation since Tuesday because of work "
            "on its servers, was restored this morning.",
        ),
        (
            ["cyber_attack"],
            "A ministry learns to write by hand",
            "It took the hackers nine days inside the network of the ministry in San Jose. Since Tuesday its missions "
            "have been without computers. The attackers want two million dollars.",
        ),
        (
            ["protest"],
            "Families hold candles outside Qatari embassy in Nepal",
            "Around 150 relatives of workers sat down with candles and photographs in front of the embassy in Nepal "
            "on Thursday. They asked for compensation.",
        ),
        (
            [],
            "Embassy holds reception in Kathmandu",
            "Guests sat down with drinks and canapes in the garden of the embassy in Kathmandu on Thursday.",
        ),
    ],
)
def test_a_notice_tells_what_happened(expected: list[str], title: str, text: str) -> None:
    """What an office learnt and closed for is a threat; what got into a network an attack; candles are a protest."""
    assert types(text, title=title) == expected


def test_what_is_out_of_order_since_a_day_was_hit_on_it() -> None:
    """A day of the consequence goes before that of the repair."""
    text = (
        "The portals of the ministry in Male, out of operation since Tuesday because of a hacker attack, "
        "were restored this morning."
    )
    assert [str(one.when.start.date()) for one in news(text) if one.when] == ["2024-03-12"]
