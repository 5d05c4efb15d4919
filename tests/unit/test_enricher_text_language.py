"""Which language a text is in."""

# ruff: noqa: RUF001  (texts in scripts of their own)

import pytest

from wirewatch_enricher.language import identify


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("A drone was shot down over the capital on Monday, police said, and nobody was hurt in the incident.", "en"),
        ("أعلنت وزارة الداخلية العراقية اليوم إحباط هجوم بطائرتين مسيرتين على مطار بغداد الدولي", "ar"),
        ("Un drone chargé d'explosifs s'est abattu jeudi matin en face de l'ambassade des États-Unis.", "fr"),
        ("Los agentes hallaron el artefacto frente al consulado y nadie resultó herido, dijo la policía.", "es"),
        ("Türkiye'nin Tiflis Büyükelçiliği, Cumhuriyet'in 101. yılını salı akşamı verdiği resepsiyonla kutladı.", "tr"),
        ("У ніч на 21 жовтня російські дрони влучили в житловий будинок, поранено чотирнадцять людей.", "uk"),
    ],
)
def test_a_text_tells_its_language(text: str, language: str) -> None:
    """The text itself decides, whatever the feed says."""
    assert identify(text, hint="en-GB") == language


def test_a_short_text_is_what_the_feed_says() -> None:
    """Too few letters tell nothing, so the feed's word stands."""
    assert identify("Explosion !", hint="fr-FR") == "fr"


def test_no_letters_are_no_language() -> None:
    """A text without letters is of no language."""
    assert identify("12:30 — 4", hint=None) == "und"
