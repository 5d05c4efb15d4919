"""Copies of one text: an article's text in, a small mark out by which syndicated and lightly edited copies are told.

The mark is a MinHash of the text's runs of three words; the share of equal numbers in two marks estimates how many of
the runs two texts have in common (A. Broder, "On the resemblance and containment of documents", 1997).
"""

import re
from collections.abc import Sequence

from rensa import RMinHash

MARKS = 64
ALIKE = 0.45
"""Two texts of one agency, one of them cut and with another title, share about half of their runs."""
_SEED = 20_250_304
_RUN = 3
_WORD = re.compile(r"\w+")


def copy_mark(text: str) -> tuple[int, ...]:
    """Return the mark of a text; a text of less than three words has none, and is nobody's copy."""
    words = _WORD.findall(text.casefold())
    runs = {" ".join(words[start : start + _RUN]) for start in range(len(words) - _RUN + 1)}
    if not runs:
        return ()
    sketch = RMinHash(num_perm=MARKS, seed=_SEED)
    sketch.update(sorted(runs))
    return tuple(sketch.digest())


def copied(one: Sequence[int], other: Sequence[int]) -> bool:
    """Tell whether two marks are of one text."""
    if not one or not other:
        return False
    return sum(a == b for a, b in zip(one, other, strict=True)) >= ALIKE * MARKS
