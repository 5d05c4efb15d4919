"""How far a long computation is, on stderr: a bar on a terminal, elsewhere a line for every tenth part."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress

_FEWEST = 100
"""A line tells of at least so many."""


@contextmanager
def progress(name: str, *, total: int) -> Iterator[Callable[[int], None]]:
    """Hand out what takes how many are done; `name` is what they are."""
    console = Console(stderr=True, highlight=False)
    if console.is_terminal:
        with Progress(console=console, transient=True) as bars:
            bar = bars.add_task(name, total=total)
            yield lambda done: bars.update(bar, completed=done)
        return
    step = max(_FEWEST, -(-total // 10))

    def tell(done: int) -> None:
        if done == total or done % step == 0:
            console.print(f"{name}: {done} of {total}")

    yield tell
