"""The page `docs/settings.md`: the rows of all settings go in, Markdown comes out."""

from collections.abc import Iterable

from wirewatch.settings_table import Row

_HEAD = """# Settings

Every setting is an environment variable. This page comes from the code: `wirewatch settings --docs > docs/settings.md`.

- `wirewatch settings` shows the effective values and where each came from, secrets masked; `--json` for programs.
- A wrong value stops the start with exit code 2 and says which variable it is, what it got and what it takes.
- A variable that begins with `WIREWATCH_` and is no setting is warned of, with the nearest name.
- A **secret** can stand in a file: add `_FILE` to the variable's name and give the path. A line end is dropped.
- An empty variable is one that is not set.
- *of* says who reads a setting: `all` services, or one.

| variable | default | takes | what it is | of |
| --- | --- | --- | --- | --- |
"""

_TAIL = """
## An existing cluster

Kafka with TLS and a user:

```sh
export WIREWATCH_KAFKA=broker-1:9094,broker-2:9094
export WIREWATCH_KAFKA_SECURITY=SASL_SSL
export WIREWATCH_KAFKA_CA=/etc/wirewatch/ca.pem
export WIREWATCH_KAFKA_USER=wirewatch
export WIREWATCH_KAFKA_PASSWORD_FILE=/run/secrets/kafka
export WIREWATCH_REPLICATION_FACTOR=3 WIREWATCH_PARTITIONS_RAW=12
wirewatch topics create
```

The user needs, for what begins with the namespace: to describe, read and write topics, to read its consumer groups, and
to create topics where `wirewatch topics create` runs. Consumer groups are named `NAMESPACE.SERVICE`.

Redis with TLS and a user:

```sh
export WIREWATCH_REDIS=rediss://redis.example:6379/0
export WIREWATCH_REDIS_CA=/etc/wirewatch/ca.pem
export WIREWATCH_REDIS_USER=wirewatch
export WIREWATCH_REDIS_PASSWORD_FILE=/run/secrets/redis
```

Certificates are always checked, the host's name included.
"""


def as_markdown(rows: Iterable[Row]) -> str:
    """Return the page."""
    return _HEAD + "".join(_line(row) for row in rows) + _TAIL


def _line(row: Row) -> str:
    default = f"`{row.default}`" if row.default else ""
    takes = f"{row.takes}, also as `…_FILE`" if row.secret else row.takes
    cells = (f"`{row.variable}`", default, takes, row.meaning.replace("\n", " "), row.package)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"
