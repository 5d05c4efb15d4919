"""Cleaning: what stays of a page, and that nothing a feed may carry takes long or breaks it."""

# ruff: noqa: RUF001  (texts in scripts of their own)

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wirewatch.articles import MAX_TEXT_CHARS, ContentType
from wirewatch_enricher.clean import clean, clean_text, clean_title

BOUND_S = 10.0


def html(text: str) -> str:
    return clean_text(text, ContentType.HTML)


def test_paragraphs_stay_apart() -> None:
    """Blocks of a page become paragraphs, marks of emphasis leave no blank."""
    assert html("<p>One <b>bo</b>ld&nbsp;word.</p><p>Two<br>lines.</p>") == "One bold word.\n\nTwo\nlines."


@pytest.mark.parametrize(
    "markup",
    [
        "<script>alert('x')</script>",
        "<figure><img src='a.jpg'><figcaption>File photo: tanks burn</figcaption></figure>",
        "<aside>Sign up for our briefing</aside>",
        "<div class='social-share'>Share on X</div>",
        "<p>Read more: the war in ten maps</p>",
        "<p>The post <a href='x'>A title</a> appeared first on <a href='x'>A Paper</a>.</p>",
        "<p>© 2024 Copperbelt Courier. All rights reserved.</p>",
        "<p>We use cookies to make this site better.</p>",
    ],
)
def test_the_page_goes(markup: str) -> None:
    """Scripts, captions, share bars and links to other stories are no text of the article."""
    assert html(f"<p>The news.</p>{markup}") == "The news."


def test_words_of_the_article_stay() -> None:
    """A cue within a sentence is no boilerplate: only lines that begin with one go."""
    text = "The crowd was told to read more and share this hope.\n\nFollowers of the group were there."
    assert clean_text(text, ContentType.PLAIN) == text


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("Updated: 12 Sep 2024 10:45", False),
        ("Published 12 September 2024 at 5.30pm", False),
        ("UPDATE 1 p.m.: One guard was killed when a drone dropped a grenade.", True),
        ("UPDATE 1-Drone hits consulate in Erbil, two hurt", True),
    ],
)
def test_a_line_that_only_dates_the_page_goes(line: str, kept: bool) -> None:
    """When the page was updated is no text of the article; an update of the news is."""
    assert (line in clean_text(f"The news.\n{line}\nMore news.", ContentType.PLAIN)) is kept


def test_all_after_the_comments_goes() -> None:
    """What follows "Leave a Reply" is never read."""
    text = "The news.\n\nLeave a Reply\n\nYour email address will not be published.\n\nA bomb killed ten."
    assert clean_text(text, ContentType.PLAIN) == "The news."


@pytest.mark.parametrize(
    "end",
    [" ... [+1184 chars]", "\n\nFollow us on Google News      Print the article      Share", "\n\nاترك تعليق\nالاسم"],
)
def test_the_end_of_a_feed_text_goes(end: str) -> None:
    """A cut mark or share bar at the end of a plain text goes, in every language."""
    assert clean_text(f"The news of the day.{end}", ContentType.PLAIN) == "The news of the day."


def test_broken_encoding_is_mended() -> None:
    """UTF-8 read as Windows-1252 becomes what it was."""
    assert clean_text("He said: â€œno damageâ€\x9d.", ContentType.PLAIN) == "He said: “no damage”."
    assert (
        clean_text("He said: â€œno human lossâ€, and left.", ContentType.PLAIN) == "He said: “no human loss”, and left."
    )


def test_a_plain_text_with_tags_is_read_as_markup() -> None:
    """Feeds call HTML plain text; what looks like markup is read as such."""
    assert clean_text("<p>One.</p><p>Two.</p>", ContentType.PLAIN) == "One.\n\nTwo."


def test_a_title_is_one_line() -> None:
    """Line breaks, references and tags in a title go."""
    assert clean_title("Drones &amp; rockets\n hit <b>base</b>") == "Drones & rockets hit base"


def test_the_cut_is_counted() -> None:
    """A text over the limit is cut, and by how much is told."""
    _, text, cut = clean("", "a" * (MAX_TEXT_CHARS + 7), ContentType.PLAIN)
    assert (len(text), cut) == (MAX_TEXT_CHARS, 7)


@pytest.mark.parametrize("content_type", list(ContentType))
@pytest.mark.parametrize(
    "text",
    [
        "x" * MAX_TEXT_CHARS,
        "<div>" * 10_000 + "x" + "</div>" * 10_000,
        "\x00" * MAX_TEXT_CHARS,
        "<" * MAX_TEXT_CHARS,
        "\N{GRINNING FACE}" * MAX_TEXT_CHARS,
        "\u0645\u0631\u062d\u0628\u0627 " * 30_000,
        "share|" * 30_000,
        "read more " * 20_000,
        "<p class='" + "x-" * 80_000,
        "a\r\n" * 60_000,
        "&amp;" * 40_000,
    ],
    ids=["line", "nested", "nul", "angle", "emoji", "rtl", "share", "cue", "attribute", "lines", "references"],
)
def test_hostile_texts_take_bounded_time(text: str, content_type: ContentType) -> None:
    """No text of the largest size takes long."""
    began = time.process_time()
    clean(text, text, content_type)
    assert time.process_time() - began < BOUND_S


@settings(max_examples=200, deadline=None)
@given(
    text=st.lists(
        st.sampled_from(
            ["<p>", "</p>", "<br", ">", "&lt;", "&#0;", "Read more", "\n", "\x00", "\ud800", "é", "<!--", "]]>", "ab"]
        )
    ).map("".join),
    content_type=st.sampled_from(ContentType),
)
def test_cleaning_never_breaks_and_settles(text: str, content_type: ContentType) -> None:
    """Whatever comes in, the kept text has no control characters and can be written as UTF-8."""
    _, kept, _ = clean(text, text, content_type)
    assert "\x00" not in kept
    assert isinstance(kept.encode(), bytes)


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_plain_text_never_breaks(text: str) -> None:
    """Any string at all is cleaned without an error."""
    assert clean_text(text, ContentType.PLAIN).encode() is not None
