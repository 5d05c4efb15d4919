"""Which types an event may have at all. In: its signs. Out: the types that its own words, title or lead speak of.

`support.toml` names for each type the tags, or rules, of which one must be there: no drone attack without a drone.
"""

import tomllib
from collections.abc import Mapping, Set
from functools import cache
from importlib import resources

import msgspec

from wirewatch.errors import SettingsError
from wirewatch.incidents import IncidentType

TAGS = "support.toml"
_SCOPES = ("own", "title", "lead")


def supported(signs: Set[str]) -> frozenset[IncidentType]:
    """Return the types for which the signs hold a word."""
    return frozenset(kind for kind, any_of in load_support().items() if not any_of.isdisjoint(signs))


@cache
def load_support() -> Mapping[IncidentType, frozenset[str]]:
    """Read for each type the signs of which it needs one; a wrong file stops the start."""
    return parse_support(resources.files(__package__).joinpath(TAGS).read_text("utf-8"), name=TAGS)


def parse_support(text: str, *, name: str) -> Mapping[IncidentType, frozenset[str]]:
    """Read the text of a file of tags; `name` is for error messages."""
    try:
        tags = msgspec.convert(tomllib.loads(text), dict[IncidentType, tuple[str, ...]])
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise SettingsError(f"{name}: {error}") from error
    if missing := [kind.value for kind in IncidentType if kind is not IncidentType.STORY and not tags.get(kind)]:
        raise SettingsError(f"{name}: no tags for {', '.join(missing)}")
    return {kind: frozenset(sign for tag in own for sign in _signs(tag)) for kind, own in tags.items()}


def _signs(tag: str) -> tuple[str, ...]:
    """Return the signs that stand for a tag: it in each scope, or what the rules said ("rule felled")."""
    return (tag,) if tag.startswith(("rule ", "type ")) else tuple(f"{scope} {tag}" for scope in _SCOPES)
