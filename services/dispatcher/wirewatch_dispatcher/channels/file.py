"""A file: one line of JSON for each alert, appended; a full file moves aside and the oldest goes."""

from pathlib import Path

import msgspec
from msgspec import Struct

from wirewatch_dispatcher.channels.base import Fate, Outcome, Parcel
from wirewatch_dispatcher.channels.threads import BusyError, Hands
from wirewatch_dispatcher.configuration import File


class FileChannel(Struct, frozen=True, kw_only=True):
    """Appends to one file; only this channel may write to it."""

    name: str
    spec: File
    hands: Hands

    @property
    def timeout_s(self) -> float:
        """The longest that a try may take."""
        return self.spec.timeout_s

    async def deliver(self, parcel: Parcel) -> Outcome:
        """Append the alerts, `key` and whether they may be repeats beside them."""
        lines = b"".join(_lines(parcel))
        try:
            await self.hands.run(lambda: append(Path(self.spec.path), lines, self.spec))
        except (OSError, BusyError) as error:
            return Outcome(fate=Fate.TRY_AGAIN, reason=f"{self.spec.path}: {error}", unknown=True)
        return Outcome(fate=Fate.DELIVERED)


def append(path: Path, lines: bytes, spec: File) -> None:
    """Append lines; where the last write broke off, begin on a line of their own."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size and path.stat().st_size + len(lines) > spec.max_mb * 1_000_000:
        rotate(path, spec.keep)
    with path.open("ab+") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - 1))
        broken = size > 0 and file.read(1) != b"\n"
        file.write((b"\n" if broken else b"") + lines)


def rotate(path: Path, keep: int) -> None:
    """Move `name` to `name.1`, `name.1` to `name.2` and so on; what would be beyond `keep` is overwritten."""
    for number in range(keep - 1, 0, -1):
        older = path.with_name(f"{path.name}.{number}")
        if older.exists():
            older.replace(path.with_name(f"{path.name}.{number + 1}"))
    path.replace(path.with_name(f"{path.name}.1"))


def _lines(parcel: Parcel) -> list[bytes]:
    said = {"key": parcel.key, "possible_repeat": parcel.content.repeat, "digest": parcel.content.digest}
    return [msgspec.json.encode({**said, "alert": alert}) + b"\n" for alert in parcel.content.alerts]
