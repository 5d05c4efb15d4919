"""One page reader process: web pages come in on stdin, their articles' texts go out, as `parser_process` frames them.

The only module that imports trafilatura, which the extra `full-text` brings.
"""

import logging

import msgspec
import trafilatura

from wirewatch_fetcher.documents import Body
from wirewatch_fetcher.parser_process import BAD, GOOD, serve
from wirewatch_fetcher.words import tidy


def answer(frame: bytes) -> bytes:
    """Return the answer to one page: its article's text, paragraphs apart by line breaks, or why there is none."""
    body = msgspec.msgpack.decode(frame, type=Body)
    try:
        text = trafilatura.extract(
            _decoded(body), url=body.url, include_comments=False, include_tables=False, favor_precision=True
        )
    except (MemoryError, RecursionError, ValueError) as error:
        return BAD + f"too much for the page reader: {type(error).__name__}".encode()
    return GOOD + tidy(text).encode() if text else BAD + b"no article on this page"


def _decoded(body: Body) -> bytes | str:
    """Return the page as text where the server says how to read it; else the reader finds out."""
    charset = (body.content_type or "").lower().partition("charset=")[2].partition(";")[0].strip(" \"'")
    try:
        return body.content.decode(charset) if charset else body.content
    except (LookupError, UnicodeDecodeError):
        return body.content


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    serve(answer)
