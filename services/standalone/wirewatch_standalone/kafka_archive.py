"""A start-up archive of Kafka's classes, so that its JVM starts in half the time: made once, used where it fits.

Java 25 and newer keeps linked classes and profiles (`AOTCache`), older ones keep parsed classes (`SharedArchiveFile`).
A JVM that does not like the archive that it is given starts without it.
"""

import hashlib
from pathlib import Path

from wirewatch_standalone.java import Java

_FIRST_WITH_AOT_CACHE = 25


def archive_path(cache: Path, java: Java) -> Path:
    """Return where the archive for this Java is kept."""
    known = hashlib.sha256(f"{java.path} {java.path.stat().st_mtime_ns}".encode()).hexdigest()[:12]
    return cache / f"kafka-{java.major}-{known}.archive"


def archive_options(cache: Path, java: Java) -> tuple[str, ...]:
    """Return the JVM's options that use the archive; none where there is no archive."""
    path = archive_path(cache, java).absolute()
    if not path.is_file():
        return ()
    return (f"-XX:{'AOTCache' if java.major >= _FIRST_WITH_AOT_CACHE else 'SharedArchiveFile'}={path}", "-Xlog:disable")


def training_options(made: Path, java: Java) -> tuple[str, ...]:
    """Return the JVM's options that write an archive to `made` when Kafka ends."""
    name = "AOTCacheOutput" if java.major >= _FIRST_WITH_AOT_CACHE else "ArchiveClassesAtExit"
    return (f"-XX:{name}={made.absolute()}", "-Xlog:disable")
