"""Copies of one text count as one source."""

from alert_articles import article
from wirewatch.articles import EnrichedArticle
from wirewatch_alerts.copies import copied, copy_mark
from wirewatch_alerts.credence import count_sources
from wirewatch_alerts.records import Record, Seen, records_of, see

STORY = (
    "Gunners defending the city brought down a drone laden with explosives as it flew towards the consulate before "
    "dawn on Tuesday, a speaker of the joint security room said. The aircraft fell on an empty plot and did no damage."
)


def records(*articles: EnrichedArticle) -> list[Record]:
    return [one for given in articles for one in records_of(given, see(Seen(article_id=given.article_id), given))]


def test_edited_copy_is_known() -> None:
    """A dateline, another title and a cut end make no other text; another story does."""
    copy = f"MISRATA, March 4 (Wire) - {STORY[:-30]}"
    assert copied(copy_mark(STORY), copy_mark(copy))
    assert not copied(copy_mark(STORY), copy_mark("Two policemen were hurt when a second drone struck the visa hall."))


def test_text_of_two_words_is_nobodys_copy() -> None:
    """Very short texts have no mark."""
    assert not copied(copy_mark("drone attack"), copy_mark("drone attack"))


def test_copies_count_as_one_source() -> None:
    """Three papers of which two print the same text are two sources, in whatever order."""
    found = records(
        article("a", text=STORY),
        article("b", hours=1, text=f"{STORY} (Wire)"),
        article("c", hours=2, title="Second drone", text="The ministry saw a second aircraft strike the roof."),
    )
    assert (count_sources(found), count_sources(found[::-1])) == (2, 2)
