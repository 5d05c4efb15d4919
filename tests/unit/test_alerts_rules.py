"""Rule files: what is right is read whole, what is wrong is named with file, line, column and field."""

from pathlib import Path

import pytest

from wirewatch.alerts import Severity
from wirewatch.errors import SettingsError
from wirewatch_alerts.rules import RuleSet, load_rules

SEEDS = Path(__file__).parents[2] / "seeds" / "rules"
FLAGSHIP = (SEEDS / "drone-attack-near-diplomatic-site.yaml").read_text("utf-8")


def load(tmp_path: Path, text: str) -> RuleSet:
    file = tmp_path / "rule.yaml"
    file.write_text(text, "utf-8")
    return load_rules(file)


def error_of(tmp_path: Path, text: str) -> str:
    with pytest.raises(SettingsError) as caught:
        load(tmp_path, text)
    return str(caught.value)


def test_flagship_is_read_whole() -> None:
    """The flagship rule has its five conditions, four severities and wishes for notices."""
    rule = load_rules(SEEDS).get("drone-attack-near-diplomatic-site")
    assert rule is not None
    assert (len(rule.parts), [one for one, _ in rule.severity], rule.notify.interval_s) == (5, list(Severity), 300)


def test_one_rule_without_a_list_is_a_rule_file(tmp_path: Path) -> None:
    """A file may hold one rule as a mapping."""
    found = load(tmp_path, "id: all\ntitle: All\nwhen: 'true'\nseverity: low\n")
    assert [rule.id for rule in found.rules] == ["all"]


def test_hash_is_of_what_the_rules_say(tmp_path: Path) -> None:
    """Comments and file names leave the hash alone, another condition changes it."""
    same = load(tmp_path, FLAGSHIP.replace("# the first that holds", "# worst first"))
    other = load(tmp_path, FLAGSHIP.replace("<= 5.0", "<= 6.0"))
    assert (same.hash == load(tmp_path, FLAGSHIP).hash, other.hash == same.hash) == (True, False)


@pytest.mark.parametrize(
    ("before", "after", "place", "told"),
    [
        ("incident.foreground", "incident.forground", "5:8", "did you mean incident.foreground?"),
        ("title:", "titel:", "2:3", "did you mean 'title'?"),
        ("interval: 5m", "interval: 5x", "12:66", "notify.interval: '5x' is no duration"),
        ("interval: 5m", "interval: 9d", "12:66", "longer than 7d"),
        ("incident.killed > 0", "incident.kild > 0", "8:15", "severity.critical: there is no fact 'incident.kild'"),
        ("incident.killed > 0", "incident.killed", "8:15", "must be true or false, but is int"),
        ("incident.killed > 0", 'incident.killed > "a"', "8:31", "found no matching overload"),
        ("s.distance_km", "s.distance", "6:88", "did you mean distance_km?"),
        ("!incident.by_site_guard", "has(incident.place)", "5:31", '"place" in incident.said'),
        ("expect: medium", "expect: mediun", "13:68", "did you mean 'medium'?"),
        ("- id: d", "- id: D", "1:7", "lower-case words"),
        ("low:", "medium:", "11:5", "is given twice"),
        ("critical: incident.killed > 0", 'critical: "true"', "9:11", "can never hold"),
        ("min_sources: 1", "min_sources: 0", "12:43", "must be a whole number, 1 or more, not '0'"),
        ("channels: [desk]", "channels: []", "12:39", "there are no channels to notify"),
        ("channels: [desk]", "channels: [desk, desk]", "12:22", "names a channel twice"),
        ("  title: Drone attack at or near a diplomatic site\n", "", "1:3", "the field 'title' is missing"),
        ("  when: |", "  when: [", "5:6", "no YAML"),
    ],
)
def test_error_names_its_place(tmp_path: Path, before: str, after: str, place: str, told: str) -> None:
    """A wrong rule stops with file, line, column, field and reason."""
    message = error_of(tmp_path, FLAGSHIP.replace(before, after, 1))
    assert (f"rule.yaml:{place}:" in message, told in message) == (True, True), message


def test_error_shows_the_line_with_a_caret(tmp_path: Path) -> None:
    """Below the message stands the line of the file with a caret under the place."""
    shown = error_of(tmp_path, FLAGSHIP.replace("incident.foreground", "incident.forground")).splitlines()
    assert shown[1][shown[2].index("^") :].startswith("incident.forground")


def test_id_is_taken_once(tmp_path: Path) -> None:
    """A second rule of the same id is refused, and the first one is named."""
    assert "is taken by the rule in" in error_of(tmp_path, FLAGSHIP + FLAGSHIP)


def test_empty_folder_is_refused(tmp_path: Path) -> None:
    """A folder without rules is an error, not a silent service."""
    with pytest.raises(SettingsError, match="no rule files"):
        load_rules(tmp_path)


def test_rules_that_are_not_there_are_told_so(tmp_path: Path) -> None:
    """A path without rules is told apart from one that is not there."""
    with pytest.raises(
        SettingsError, match=r"gone: no such file or folder of rules; WIREWATCH_RULES names the default"
    ):
        load_rules(tmp_path / "gone")
    with pytest.raises(SettingsError, match=r"no rule files there \(\*\.yaml\)"):
        load_rules(tmp_path)
