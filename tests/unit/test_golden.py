"""Golden records: the same says nothing, anything else is told by its path."""

from pathlib import Path

import pytest

from wirewatch.errors import SettingsError
from wirewatch_standalone.golden import differences, golden_file, golden_files, read_golden, write_golden

RECORD = {"alert_id": "a1", "title": "Drones", "incident": {"killed": None, "weapons": [{"weapon": "drone"}]}}


def test_the_same_records_differ_in_nothing() -> None:
    """Records in another order are still the same."""
    other = {**RECORD, "alert_id": "a2"}
    assert differences([RECORD, other], [other, RECORD]) == ()


def test_a_changed_value_is_told_by_its_path() -> None:
    """A figure that changed is named with what was expected and what came."""
    got = {**RECORD, "incident": {"killed": 0, "weapons": [{"weapon": "missile"}]}}
    assert differences([RECORD], [got]) == (
        "a1.incident.killed: expected null, got 0",
        'a1.incident.weapons[0].weapon: expected "drone", got "missile"',
    )


def test_a_missing_and_an_unexpected_alert_are_told_with_their_titles() -> None:
    """An alert that did not come, or came without reason, is told in words."""
    told = differences([RECORD], [{**RECORD, "alert_id": "a2", "title": "Missiles"}])
    assert told == ("alert a1 is missing: Drones", "alert a2 is not expected: Missiles")


def test_what_is_written_is_read_back_beside_its_seed(tmp_path: Path) -> None:
    """The golden file of a compressed seed stands under the seed's own name."""
    seed = tmp_path / "news.jsonl.gz"
    write_golden(golden_file(seed), [RECORD])
    assert golden_file(seed).name == "news.expected.json"
    assert read_golden(golden_files(seed)) == (RECORD,)
    assert read_golden(golden_files(tmp_path)) == (RECORD,)


def test_a_broken_golden_file_stops_with_its_name(tmp_path: Path) -> None:
    """A golden file that is not JSON is an error of its file, not a difference."""
    (tmp_path / "a.expected.json").write_text("[{", "utf-8")
    with pytest.raises(SettingsError, match=r"a\.expected\.json"):
        read_golden(golden_files(tmp_path))
