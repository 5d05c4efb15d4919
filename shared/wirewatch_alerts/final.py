"""The final record of an alert: what is the same whatever the arrival order, repeats or restarts."""

from typing import Any

import msgspec

from wirewatch.alerts import Alert

_HISTORY = ("rev", "revisions", "revisions_more", "updated_at")


def final_record(alert: Alert) -> dict[str, Any]:
    """Return the alert as plain values without `rev`, `updated_at` and what it keeps of its revisions."""
    record: dict[str, Any] = msgspec.to_builtins(alert)
    return {name: value for name, value in record.items() if name not in _HISTORY}


def final_bytes(alert: Alert) -> bytes:
    """Return the final record as JSON: byte-equal for every replay."""
    return msgspec.json.encode(final_record(alert), order="sorted")
