"""Machine translations from Arabic call a drone a "march".

In: the cues of a sentence. Out: the same, with the marches that fall, explode or are shot down read as drones.
"""

from collections.abc import Sequence

from msgspec.structs import replace

from wirewatch_enricher.incidents.text.cues import Cue

_FLIGHT = frozenset(
    {
        "act.intercept",
        "act.hinder",
        "act.fall",
        "act.explode",
        "weapon.armed",
        "weapon.drone",
        "act.launch",
        "act.bombard",
    }
)
_PEOPLE = frozenset(
    {"opposition", "opposition's", "union", "unions", "workers", "students", "party", "nurses", "pride"}
)
_ONE_OF = frozenset({"by", "a", "the", "two", "three", "several"})


def read_marches(words: tuple[str, ...], cues: Sequence[Cue]) -> list[Cue]:
    """Return the cues of a sentence with its marches read as drones where they fly; people who march stay people."""
    marches = [cue for cue in cues if cue.tag == "weapon.march"]
    if not marches:
        return list(cues)
    tags = {cue.tag for cue in cues if not cue.base.startswith("march")}
    attacks = "act.attack" in tags and any(_ONE_OF & set(words[max(0, cue.start - 3) : cue.start]) for cue in marches)
    people = any(_PEOPLE & set(words[max(0, cue.start - 3) : cue.start]) for cue in marches)
    armed = {cue.start for cue in marches if _armed(words, cue)}
    walked = people or tags & {"actor.crowd", "act.protest"} or not (tags & _FLIGHT or attacks)
    at = armed if walked else {cue.start for cue in marches if words[cue.end : cue.end + 1] not in _HELD}
    return [_as_drone(cue, at) for cue in cues if not (cue.tag == "act.protest" and cue.start in at)]


def _armed(words: tuple[str, ...], march: Cue) -> bool:
    """Whether no people can be meant: "a suicide march", "the march took off from"."""
    before, behind = words[max(0, march.start - 1) : march.start], words[march.end : march.end + 3]
    return not _ARMING.isdisjoint(before) or any(behind[at : at + 2] in _FLIES for at in (0, 1)) or behind[:1] in _FLEW


_ARMING = frozenset({
    *("suicide", "bombed", "booby-trapped", "trapped", "kamikaze", "explosive", "mined", "unmanned", "hostile"),
    *("enemy", "reconnaissance", "attack", "offensive", "loaded", "iranian-made", "chinese-made", "air", "aerial"),
    *("strategic", "combat", "spy", "surveillance", "homemade", "turkish-made"),
})  # fmt: skip
_HELD = frozenset((word,) for word in (
    *("ended", "began", "begins", "started", "starts", "finished", "dispersed", "passed", "wound", "gathered"),
    *("marked", "commemorated", "called", "demanded", "against", "for", "through", "along", "led", "organised"),
    "organized",
))  # fmt: skip
"""What a march of people does, and a drone does not."""
_FLIES = frozenset({("took", "off"), ("take", "off"), ("taken", "off"), ("was", "launched"), ("were", "launched")})
_FLEW = frozenset({("flew",), ("exploded",), ("crashed",), ("hovered",), ("circled",), ("flying",), ("hovering",)})


def _as_drone(cue: Cue, at: set[int]) -> Cue:
    flies = cue.tag == "weapon.march" and cue.start in at
    return replace(cue, tag="weapon.drone", base="drone") if flies else cue
