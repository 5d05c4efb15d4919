"""An image of ours without Docker: the Dockerfile's instructions carried out in a folder, its paths mapped into it."""

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

from msgspec import Struct

ROOT = Path(__file__).parents[1]
DOCKERFILE = ROOT / "deploy" / "Dockerfile"
_ABSOLUTE = re.compile(r"(?<![\w./-])/(?=src|opt|wheels|seeds|tmp)")
_NEEDS_A_SYSTEM = ("useradd",)
"""Programs that change the system itself: they can't be tried outside of an image."""


class Instruction(Struct, frozen=True, kw_only=True):
    """One instruction of a Dockerfile, its lines joined."""

    word: str
    rest: str


def instructions(path: Path = DOCKERFILE) -> tuple[Instruction, ...]:
    """Read a Dockerfile."""
    joined = re.sub(r"\\\n", " ", "".join(line for line in path.read_text().splitlines(True) if line[0] != "#"))
    pairs = (line.split(None, 1) for line in joined.splitlines() if line.strip())
    return tuple(Instruction(word=word, rest=rest.strip()) for word, rest in pairs)


class Image:
    """What the Dockerfile makes of one service, below a folder that stands for the root of the file system."""

    def __init__(self, service: str, root: Path) -> None:
        """Carry out every instruction; raises `CalledProcessError` where a command fails."""
        self.root = root
        self.arguments = {"SERVICE": service}
        self.env: dict[str, str] = {}
        self.entrypoint: tuple[str, ...] = ()
        self.user = ""
        self._folder = root
        for name in ("src", "opt", "tmp"):
            (root / name).mkdir(parents=True)
        for instruction in instructions():
            self._carry_out(instruction)

    def size(self) -> int:
        """Return how many bytes the service adds to its base image."""
        paths = (self.root / "opt" / "wirewatch").rglob("*")
        return sum(path.stat().st_size for path in paths if path.is_file() and not path.is_symlink())

    def environment(self, extra: dict[str, str] | None = None) -> dict[str, str]:
        """Return exactly what a container has: variables of the base image, of the image, and of the compose file."""
        return {
            "HOME": "/nonexistent",
            "LANG": "C.UTF-8",
            "TMPDIR": str(self.root / "tmp"),
            **self.env,
            **(extra or {}),
        }

    def command(self, *arguments: str) -> list[str]:
        """Return the command that a container with these arguments runs."""
        program, *words = self.entrypoint
        found = shutil.which(program, path=self.env["PATH"])
        assert found, f"{program} is not in the image"
        return [found, *words, *map(self.mapped, arguments)]

    def mapped(self, text: str) -> str:
        """Return a text with the paths of the image as paths of this machine."""
        return _ABSOLUTE.sub(f"{self.root}/", text)

    def _carry_out(self, instruction: Instruction) -> None:
        match instruction.word:
            case "FROM":
                self.env = {"PATH": os.environ["PATH"]}
            case "WORKDIR":
                self._folder = Path(self.mapped(instruction.rest))
            case "COPY" if not instruction.rest.startswith("--from"):
                self._copy(*shlex.split(self._filled(instruction.rest)))
            case "RUN" if not instruction.rest.startswith(_NEEDS_A_SYSTEM):
                self._run(instruction.rest)
            case "ENV":
                values = (pair.split("=", 1) for pair in shlex.split(instruction.rest))
                self.env |= {name: self.mapped(value).replace("$PATH", self.env["PATH"]) for name, value in values}
            case "USER":
                self.user = instruction.rest
            case "ENTRYPOINT":
                self.entrypoint = tuple(re.findall(r'"([^"]*)"', instruction.rest))

    def _filled(self, text: str) -> str:
        return text.replace("${SERVICE}", self.arguments["SERVICE"])

    def _copy(self, source: str, target: str) -> None:
        there = Path(self.mapped(target)) if target.startswith("/") else self._folder / target
        there.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / source).is_dir():
            left_out = shutil.ignore_patterns("__pycache__", "*.egg-info", "build")
            shutil.copytree(ROOT / source, there, ignore=left_out, dirs_exist_ok=True)
        else:
            shutil.copy(ROOT / source, there)

    def _run(self, command: str) -> None:
        """Run a command with the image's variables; pip keeps its downloads in the project's own cache."""
        cache = {"PIP_CACHE_DIR": str(ROOT / ".cache" / "pip"), "PIP_NO_CACHE_DIR": "0"}
        machine = {name: value for name, value in os.environ.items() if name.startswith(("PIP_", "SSL_", "REQUESTS_"))}
        env = {**machine, **self.env, **self.arguments, **cache, "TMPDIR": str(self.root / "tmp")}
        done = subprocess.run(
            ["sh", "-euc", self.mapped(command)], cwd=self._folder, env=env, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{command}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
