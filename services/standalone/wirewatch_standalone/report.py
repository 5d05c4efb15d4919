"""What a replay tells a person at its end: what could not be read, what differs, a summary, where the seconds went."""

from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct
from rich.console import Console
from rich.text import Text

from wirewatch.alerts import Alert
from wirewatch.rejected import Rejected
from wirewatch_alerts.sentences import counted
from wirewatch_standalone.archive import Problem


class Outcome(Struct, frozen=True, kw_only=True):
    """How a replay ended: its alerts in their final state, and everything that did not become one.

    `expected` counts the golden records that were compared; `differing` says in lines what was not as they have it.
    """

    articles: int
    incidents: int
    alerts: tuple[Alert, ...]
    rejected: tuple[Rejected, ...]
    problems: tuple[Problem, ...]
    expected: int
    differing: tuple[str, ...]
    seconds: Mapping[str, float]

    @property
    def exit_code(self) -> int:
        """0 when all was read, handled and as expected; else 1."""
        return 1 if self.problems or self.rejected or self.differing else 0


def summarise(outcome: Outcome, console: Console) -> None:
    """Print the end of a replay, worst news last, where a person looks."""
    _tell(console, "could not be read", [problem.told() for problem in outcome.problems])
    _tell(console, "rejected", rejections(outcome.rejected))
    _tell(console, "not as expected", outcome.differing)
    counts = " · ".join(
        (
            counted(outcome.articles, "article"),
            counted(outcome.incidents, "incident"),
            counted(len(outcome.alerts), "alert"),
        )
    )
    console.print(Text(f"{counts} · {len(outcome.rejected)} rejected · {len(outcome.problems)} unreadable", "bold"))
    if outcome.expected and not outcome.differing:
        console.print(
            Text(f"as expected: {outcome.expected} of {outcome.expected} final records, byte for byte", "green")
        )
    console.print(Text(" · ".join(f"{step} {s:.1f} s" for step, s in outcome.seconds.items()), "dim"))


def rejections(rejected: Sequence[Rejected]) -> list[str]:
    """Say in lines, the most frequent first, why messages were rejected."""
    reasons = Counter(f"{one.hop}: {one.error}: {one.message}" for one in rejected)
    return [f"{count} times {reason}" for reason, count in reasons.most_common()]


def _tell(console: Console, heading: str, lines: Sequence[str]) -> None:
    if not lines:
        return
    console.print(Text(f"{heading}:", "bold red"))
    for line in lines[:50]:
        console.print(Text(f"  {line}"))
    if len(lines) > 50:
        console.print(Text(f"  … and {len(lines) - 50} more"))
