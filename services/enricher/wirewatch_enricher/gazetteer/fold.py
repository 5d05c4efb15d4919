"""Folding: text and names to one form (small letters, no accents), so that they can be compared."""

import re
import tomllib
import unicodedata
from importlib import resources

_ODD = re.compile("[`\t\x80-\U0010ffff]+(?: [`\t\x80-\U0010ffff]+)*")
_PAIRS = tomllib.loads(resources.files(__package__ or "").joinpath("folding.toml").read_text(encoding="utf-8"))
_SAME_LENGTH: dict[str, str] = {char: to for table in _PAIRS.values() for char, to in table.items()}


def _base(char: str) -> str:
    """Return the one letter that a character folds to."""
    small = char.lower()
    if len(small) != 1:
        small = char
    parts = unicodedata.normalize("NFKD", _SAME_LENGTH.get(small, small))
    return parts[0].lower() if parts and all(unicodedata.combining(part) for part in parts[1:]) else small


class _Folding(dict[int, str]):
    """The translation table of `str.translate`, filled as characters are met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        self[code] = folded = _SAME_LENGTH.get(char) or _base(char)
        return folded


class _NameFolding(_Folding):
    """The same for names, whose combining marks go."""

    def __missing__(self, code: int) -> str:
        folded = "" if unicodedata.combining(chr(code)) else _FOLDING[code]
        self[code] = folded
        return folded


_FOLDING = _Folding()
_NAME_FOLDING = _NameFolding()


def fold(text: str) -> str:
    """Fold a text without changing its length, so that offsets in the folded text hold in the text itself."""
    if text.isascii():
        return text.lower()
    folded = _ODD.sub(lambda found: found[0].translate(_FOLDING), text)
    return folded.encode(errors="surrogatepass").lower().decode(errors="surrogatepass")  # of bytes, so only ASCII


def fold_name(name: str) -> str:
    """Fold a gazetteer's name as `fold` does text, with marks and doubled blanks off."""
    if name.isascii():
        return name.lower()
    return " ".join(unicodedata.normalize("NFC", name).translate(_NAME_FOLDING).split())
