"""Links: made absolute, and folded to the one spelling that two copies of a link share. Pure."""

import re
from functools import cache, lru_cache
from importlib.resources import files
from urllib.parse import urljoin, urlsplit

from yarl import URL

MAX_LINK_CHARS = 8_000
_LINE_BREAK = re.compile(r"[\r\n\t\f\v\x85\u2028]+")


@cache
def tracking_parameters() -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the query parameters that name a reader's way here, not a page: whole names, and prefixes."""
    lines = files("wirewatch_fetcher").joinpath("tracking_parameters.csv").read_text("utf-8").split()
    names = frozenset(line for line in lines[1:] if not line.endswith("*"))
    return names, tuple(line[:-1] for line in lines[1:] if line.endswith("*"))


def absolute_link(link: str | None, *bases: str | None) -> str | None:
    """Return a link as an absolute http(s) address, resolved against the first base that is one, or None."""
    if not link or len(link) > MAX_LINK_CHARS:
        return None
    written = "".join(line.strip() for line in _LINE_BREAK.split(link)).replace(" ", "%20")
    return next((found for base in (None, *bases) if (found := _joined(base, written))), None)


@lru_cache(maxsize=8_192)
def canonical_link(link: str) -> str:
    """Return the spelling that copies of a link share: no scheme, no tracking parameters, host in lower case.

    The fragment stays: some feeds tell their entries apart by nothing else. All else is returned as it is.
    """
    try:
        url = URL(link.strip())
    except ValueError:
        return link.strip()
    if url.scheme not in {"http", "https"} or not url.raw_host:
        return link.strip()
    return "//" + str(_without_tracking(url)).split("://", 1)[1]


def is_web_address(link: str) -> bool:
    """Return whether this is an absolute http(s) address with a host."""
    try:
        parts = urlsplit(link)
        return parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return False


def _joined(base: str | None, link: str) -> str | None:
    try:
        found = urljoin(base, link) if base else link
    except ValueError:
        return None
    return found if is_web_address(found) else None


def _without_tracking(url: URL) -> URL:
    names, prefixes = tracking_parameters()
    kept = [(key, value) for key, value in url.query.items() if not _tracks(key.lower(), names, prefixes)]
    plain = url.with_scheme("http").with_port(None if url.is_default_port() else url.port)
    return plain if len(kept) == len(url.query) else plain.with_query(kept)


def _tracks(key: str, names: frozenset[str], prefixes: tuple[str, ...]) -> bool:
    return key in names or key.startswith(prefixes)
