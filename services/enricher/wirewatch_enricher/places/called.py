"""What the words right beside a name call it: a division, a part of a town, or only whose mission is meant.

In: the folded text and a name's offsets. Out: a `Called`.
"""

import re
from enum import StrEnum


class Called(StrEnum):
    """What a name is called; `NOTHING` where the words beside it do not say."""

    NOTHING = ""
    DIVISION = "division"
    QUARTER = "quarter"
    OWNER = "owner"


_PART = re.compile(
    r"[ -](?:(?P<division>(?:(?:region|province|oblast|governorate|krai|countryside)\b|state\b(?! of\b))"
    r"(?! (?:media|tv|television|radio|news|run)\b))"
    r"|(?P<quarter>(?:district|quarter|neighbou?rhood|suburb|street|square|avenue|раион\w{0,2})\b))"
)
_INITIALS = frozenset("rpogkscdqna\u0440")
_MISSION = re.compile(
    r"(?:'s?)? (?:[a-z]+ )?(?:embass|consul|missions?\b|ambassador|envoy|diplomat|legation|high commission|charge d)"
)
_MISSION_OF = re.compile(
    r"(?:embassy|consulate|consulate general|mission|ambassador|consul) of (?:the )?(?:[a-z]+ ){0,2}(?:of )?$"
)
_MISSIONS = ("embassy", "consul", "mission", "ambassador")
_WIDE = 45


def called(folded: str, start: int, end: int, *, nation: bool) -> Called:
    """Return what a name is called; `nation` says that it is one's ("the Iranian consulate in Herat")."""
    if (nation or folded.startswith("'s ", end)) and _MISSION.match(folded, end):
        return Called.OWNER
    if folded[end + 1 : end + 2] in _INITIALS:
        found = _PART.match(folded, end)
        if found and found.lastgroup:
            return Called(found.lastgroup)
    behind = nation and folded.endswith((" of ", " the "), 0, start) and _behind_mission(folded, start)
    return Called.OWNER if behind else Called.NOTHING


def _behind_mission(folded: str, start: int) -> bool:
    """Whether a nation's name stands behind "the consulate of the Islamic Republic of"."""
    before = folded[max(0, start - _WIDE) : start]
    return any(word in before for word in _MISSIONS) and _MISSION_OF.search(before) is not None
