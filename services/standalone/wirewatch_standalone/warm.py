"""Fetches and prepares what the local services need, once: `python -m wirewatch_standalone.warm CACHE`.

Out, in the cache folder: Kafka's jars, a formatted storage, the start-up archive of one training run, the gazetteer.
"""

import secrets
import sys
from contextlib import ExitStack
from pathlib import Path

from wirewatch.errors import StackError
from wirewatch_enricher.gazetteer.cache import open_gazetteer
from wirewatch_standalone.children import stop
from wirewatch_standalone.java import find_java
from wirewatch_standalone.kafka import await_kafka, start_kafka
from wirewatch_standalone.kafka_archive import archive_path, training_options
from wirewatch_standalone.kafka_jars import class_path
from wirewatch_standalone.runs import run_folder
from wirewatch_standalone.signals import ending_as_exceptions, undisturbed
from wirewatch_standalone.stack import run_environment

WARM = "warm"
"""The file in the cache that says that all is there."""
_TRAINING_STOP_BOUND_S = 60.0


def warm(cache: Path) -> None:
    """Fill the cache folder; raises `StackError` where Kafka can't be fetched or started."""
    class_path(cache)
    if not archive_path(cache, find_java()).is_file():
        _train(cache)
    open_gazetteer(cache)
    (cache / WARM).touch()


def _train(cache: Path) -> None:
    """Start and stop Kafka once: its JVM writes the archive of what it loaded when it ends."""
    java = find_java()
    made = cache / f"training-{secrets.token_hex(4)}.archive"
    with ExitStack() as cleanup:
        cleanup.enter_context(ending_as_exceptions())
        folder = cleanup.enter_context(run_folder(cache))
        cleanup.callback(made.unlink, missing_ok=True)
        kafka = start_kafka(
            folder,
            cache=cache,
            java=java,
            data=folder / "data",
            env=run_environment(folder),
            options=training_options(made, java),
        )
        try:
            await_kafka(kafka)
        finally:
            with undisturbed():
                stop(kafka.child, bound_s=_TRAINING_STOP_BOUND_S)
        if made.is_file():
            made.replace(archive_path(cache, java))


def main() -> int:
    """Fill the cache folder that the command line names."""
    try:
        warm(Path(sys.argv[1]).absolute())
    except StackError as error:
        sys.stderr.write(f"setup: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
