"""Names as inflected languages write them: Cyrillic case endings, and Arabic particles written with the word."""

from collections.abc import Iterator

_ENDINGS = ("", "\u0430", "\u044f", "\u043e", "\u0435", "\u044c", "\u0439", "\u0438", "\u044b")
_LONGEST_ENDING = 3
_SHORTEST_STEM = 3
_PARTICLES = frozenset("\u0648\u0641\u0628\u0644\u0643")


def base_forms(name: str) -> Iterator[str]:
    """Yield what a folded Cyrillic name may be the inflected form of; nothing for other scripts."""
    if not "\u0400" <= name[:1] <= "\u04ff":
        return
    for cut in range(1, min(_LONGEST_ENDING, len(name) - _SHORTEST_STEM) + 1):
        stem = name[:-cut]
        for ending in _ENDINGS:
            yield stem + ending


def prefix_starts(folded: str, start: int, end: int) -> Iterator[int]:
    """Yield where a word may begin: at `start`, and behind each Arabic particle that is written with it."""
    yield start
    while start < end - _SHORTEST_STEM and folded[start] in _PARTICLES:
        start += 1
        yield start
