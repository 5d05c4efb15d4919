"""From the text of a feed to the text that is kept: markup, page boilerplate and broken encoding off.

The kept text is what all offsets of the enriched article count in; it never changes again.
"""

import re
import unicodedata

from ftfy import TextFixerConfig, fix_text

from wirewatch.articles import MAX_TEXT_CHARS, ContentType
from wirewatch_enricher.boilerplate import strip_boilerplate
from wirewatch_enricher.markup import is_markup, to_text, unescape

MAX_TITLE_CHARS = 2_000
_SUSPECT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00a0\u00c2\u00c3\u00e2\u00f0\u0432\u0420\u2028\u2029\ufeff\ufffd\ud800-\udfff]"
)
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\u200b]")
_MENDING = TextFixerConfig(uncurl_quotes=False, fix_latin_ligatures=False, fix_character_width=False)
_BLANKS = re.compile(r" [ \t\u00a0\u202f\u2009]+|[\t\u00a0\u202f\u2009][ \t\u00a0\u202f\u2009]*")
_ODD_BLANKS = ("  ", "\t", "\u00a0", "\u202f", "\u2009")
_STOP = ". "
_HALF_A_QUOTE = "\u00e2\u20ac"
"""What is left of a closing quotation mark whose last byte no character stands for."""
_MANY_LINES = re.compile(r"\n{3,}")
_MENDED_AT_ONCE = 20_000


def clean(title: str, text: str, content_type: ContentType) -> tuple[str, str, int]:
    """Return the kept title, the kept text, and how many characters were cut off the end of the given text."""
    cut = max(0, len(text) - MAX_TEXT_CHARS)
    return clean_title(title), clean_text(text[:MAX_TEXT_CHARS], content_type), cut


def clean_title(title: str) -> str:
    """Return a title as one line of text."""
    plain = to_text(title) if is_markup(title) else unescape(title)
    return " ".join(mend(plain[:MAX_TITLE_CHARS]).split())


def clean_text(text: str, content_type: ContentType) -> str:
    """Return the article's own text."""
    markup = content_type is ContentType.HTML or is_markup(text)
    plain = to_text(_UNPRINTABLE.sub("", text)) if markup else unescape(text)
    mended = mend(plain.replace("\r\n", "\n").replace("\r", "\n"))
    tidy = mended if _is_tidy(mended) else _BLANKS.sub(" ", mended)
    lines = (line.strip() for line in tidy.split("\n"))
    return strip_boilerplate(_MANY_LINES.sub("\n\n", "\n".join(lines)))[:MAX_TEXT_CHARS]


def _is_tidy(text: str) -> bool:
    """Whether a text has surely no blanks but single ones; a quick look."""
    return not any(blank in text for blank in _ODD_BLANKS)


def mend(text: str) -> str:
    """Repair wrongly decoded characters and take control characters off."""
    if not _SUSPECT.search(text):
        return text if text.isascii() else unicodedata.normalize("NFC", text)
    return _UNPRINTABLE.sub("", "\n".join(map(_mended_line, text.split("\n"))))


def _mended_line(line: str) -> str:
    return _STOP.join(map(_mended, line.split(_STOP)))


def _mended(sentence: str) -> str:
    """Repair a sentence that needs it: to ask `ftfy` costs more than all the rest."""
    if not _SUSPECT.search(sentence):
        return sentence if sentence.isascii() else unicodedata.normalize("NFC", sentence)
    parts = (sentence[at : at + _MENDED_AT_ONCE] for at in range(0, len(sentence), _MENDED_AT_ONCE))
    return "".join(fix_text(part, _MENDING).replace(_HALF_A_QUOTE, "\u201d") for part in parts)
