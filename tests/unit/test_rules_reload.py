"""Rules that follow their files: what is right is taken over, what is wrong leaves the last good rules in force."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from wirewatch.errors import SettingsError
from wirewatch.settings import Settings
from wirewatch_alerter.rules_view import status_lines
from wirewatch_alerter.rules_watch import RulesWatch
from wirewatch_alerts.rules_reload import RuleFiles
from wirewatch_alerts.rules_status import ErrorCounts

RULE = "id: mine\ntitle: Mine\nwhen: incident.killed > 0\nseverity: low\n"
NOW = datetime(2025, 3, 4, 5, 0, tzinfo=UTC)


class Edited:
    """A rule file that a test edits; each edit is a millisecond later than the one before."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "rule.yaml"
        self._changed_ns = 1_000_000_000
        self.write(RULE)

    def write(self, text: str, name: str = "rule.yaml") -> None:
        """Write a file, later than all before."""
        file = self.path.with_name(name)
        file.write_text(text, "utf-8")
        self._changed_ns += 1_000_000
        os.utime(file, ns=(self._changed_ns, self._changed_ns))


@pytest.fixture
def edited(tmp_path: Path) -> Edited:
    return Edited(tmp_path)


def test_nothing_is_read_again_without_a_change(edited: Edited) -> None:
    """A look at files that stayed as they were comes to nothing."""
    assert RuleFiles(edited.path).look() is None


def test_an_edit_is_taken_over(edited: Edited) -> None:
    """Another condition is another hash, from the look on."""
    files = RuleFiles(edited.path)
    before = files.rules.hash
    edited.write(RULE.replace("> 0", "> 5"))
    found = files.look()
    assert found is not None
    assert (found.kind, found.before, found.after) == ("reloaded", before, files.rules.hash)


def test_a_broken_edit_keeps_the_last_good_rules(edited: Edited) -> None:
    """The rules stay, and the error names file, line and column."""
    files = RuleFiles(edited.path)
    before = files.rules
    edited.write(RULE.replace("killed", "kild"))
    files.look()
    assert files.rules is before
    assert "rule.yaml:3:7: when: there is no fact 'incident.kild'; did you mean incident.killed?" in str(files.broken)


def test_a_broken_edit_is_told_once_and_mended(edited: Edited) -> None:
    """One word for one broken edit; the next right edit takes over."""
    files = RuleFiles(edited.path)
    edited.write("id: [")
    kinds = [files.look(), files.look()]
    edited.write(RULE.replace("low", "high"))
    kinds.append(files.look())
    assert ([one and one.kind for one in kinds], files.broken) == (["broken", None, "reloaded"], None)


def test_files_come_and_go_in_a_folder(edited: Edited, tmp_path: Path) -> None:
    """A new file adds its rules, a removed one takes them away."""
    files = RuleFiles(tmp_path)
    edited.write(RULE.replace("mine", "other"), "other.yaml")
    added = files.look()
    edited.path.unlink()
    removed = files.look()
    assert added is not None
    assert removed is not None
    assert (added.added, removed.removed) == (("other",), ("mine",))


def test_an_emptied_folder_keeps_the_last_good_rules(edited: Edited, tmp_path: Path) -> None:
    """Rules that are all gone are a broken edit, not a silent service."""
    files = RuleFiles(tmp_path)
    edited.path.unlink()
    found = files.look()
    assert (found and found.kind, [one.id for one in files.rules.rules]) == ("broken", ["mine"])


def test_sites_are_followed_as_well(edited: Edited) -> None:
    """A change of the file of sites is a change of the rules."""
    edited.write("name,lat,lon\nOffice,36.2,44.0\n", "sites.csv")
    edited.write(RULE + "sites: {file: sites.csv, radius_km: 5}\n")
    files = RuleFiles(edited.path)
    edited.write("name,lat,lon\nOffice,36.2,45.0\n", "sites.csv")
    found = files.look()
    assert found is not None
    assert (found.kind, found.before != found.after) == ("reloaded", True)


def test_bad_rules_stop_the_start(edited: Edited) -> None:
    """There is no last good set at the start."""
    edited.write("id: [")
    with pytest.raises(SettingsError):
        RuleFiles(edited.path)


def test_a_broken_edit_is_an_error_in_the_log_again_every_minute(edited: Edited) -> None:
    """The log has the error at once, and once more for each minute that it stands."""
    now = [NOW]
    watch = RulesWatch(RuleFiles(edited.path), Settings(rules=edited.path), clock=lambda: now[0])
    edited.write(RULE.replace("killed", "kild"))
    with capture_logs() as logs:
        for _ in range(62):
            watch.look()
            now[0] += timedelta(seconds=1)
    assert [(one["event"], one["log_level"]) for one in logs] == [("rules_broken", "error")] * 2
    assert "rule.yaml:3:7" in logs[0]["error"]


def test_status_shows_what_is_wrong(edited: Edited) -> None:
    """The status names the broken edit, and the errors of each rule."""
    watch = RulesWatch(RuleFiles(edited.path), Settings(rules=edited.path), clock=lambda: NOW)
    edited.write("id: [")
    watch.look()
    watch.failed(["mine: Iteration budget exceeded", "mine: divide by zero"])
    told = "\n".join(status_lines(watch.status()))
    assert ("BROKEN" in told, "mine: errors: 2, the last: divide by zero" in told) == (True, True)


def test_errors_of_rules_that_are_gone_are_not_shown(edited: Edited) -> None:
    """Counts are of the rules that there are."""
    counts = ErrorCounts()
    counts.add(["gone: divide by zero"])
    assert counts.of(RuleFiles(edited.path).rules) == {}
