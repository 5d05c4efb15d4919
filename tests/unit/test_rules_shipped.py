"""The rules that come with wirewatch: right, tried, known to the schema, and one alert for the seed."""

import json
import subprocess
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from wirewatch_alerts.facts_page import facts_page
from wirewatch_alerts.rules import check_rules, load_rules, rule_files
from wirewatch_alerts.rules_schema import rule_schema
from wirewatch_standalone.rules_examples import try_all
from wirewatch_standalone.services import service_command

ROOT = Path(__file__).parents[2]
RULES = ROOT / "seeds" / "rules"
SHIPPED = load_rules(RULES, every=True)
FILES = rule_files(RULES)


def plain(file: Path) -> Any:
    """Return a file as an editor reads it: in YAML 1.2, `on` is a word and no truth value."""
    rules = yaml.safe_load(file.read_text("utf-8"))
    return [{("on" if name is True else name): value for name, value in rule.items()} for rule in rules]


def test_all_shipped_rules_are_right() -> None:
    """`rules check` finds nothing wrong."""
    assert check_rules(RULES).wrong == ()


def test_every_shipped_rule_has_examples_of_both_kinds() -> None:
    """A rule shows what it fires on, and all but the flagship what it stays silent on."""
    lacking = {rule.id for rule in SHIPPED.rules if len({test.expect == "none" for test in rule.tests}) < 2}
    assert lacking == {"drone-attack-near-diplomatic-site"}


def test_every_example_comes_out_as_expected() -> None:
    """The real extraction and the rules say what the rules' own examples say."""
    assert [(one.rule, one.example, one.got) for one in try_all(SHIPPED) if not one.right] == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_schema_takes_what_the_loader_takes(file: Path) -> None:
    """Every shipped file is valid by the published schema."""
    assert list(jsonschema.Draft202012Validator(rule_schema()).iter_errors(plain(file))) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [("titel", "x"), ("severity", "worst"), ("on", "story"), ("notify", {"wait": "5 minutes"}), ("tests", [{}])],
)
def test_schema_refuses_what_the_loader_refuses(field: str, value: object) -> None:
    """A wrong field, word or duration is marked in an editor as well."""
    rule = {"id": "mine", "title": "Mine", "when": "true", "severity": "low", field: value}
    assert not jsonschema.Draft202012Validator(rule_schema()).is_valid(rule)


def test_schema_is_itself_a_schema() -> None:
    """The published schema is valid by its own draft."""
    meta = jsonschema.Draft202012Validator(jsonschema.Draft202012Validator.META_SCHEMA)
    assert list(meta.iter_errors(rule_schema())) == []


def test_folder_leaves_out_what_is_not_enabled() -> None:
    """The catch-all is taken where its file is named, and left out of the folder."""
    named = load_rules(RULES / "every-incident.yaml")
    assert (load_rules(RULES).get("every-incident"), [one.id for one in named.rules]) == (None, ["every-incident"])


def test_documentation_has_the_facts_as_they_are() -> None:
    """The page of rules holds the generated tables, word for word."""
    assert facts_page() in (ROOT / "docs" / "rules.md").read_text("utf-8")


def test_example_of_the_documentation_is_right(tmp_path: Path) -> None:
    """The rule that the page begins with can be copied as it stands."""
    page = (ROOT / "docs" / "rules.md").read_text("utf-8")
    (tmp_path / "rule.yaml").write_text(page.split("```yaml\n", 1)[1].split("```", 1)[0], "utf-8")
    assert [rule.id for rule in load_rules(tmp_path).rules] == ["bombing-of-consulate"]


def test_seed_fires_the_flagship_alone() -> None:
    """`rules explain` on the seed: one of the rules fires, with its conditions and values."""
    seed = ROOT / "seeds" / "articles" / "baghdad-airport-2022.json"
    command = service_command("rules", "explain", str(seed), "--rules", str(RULES), "--json")
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    fired = [one for one in json.loads(done.stdout)["rules"] if one["fired"]]
    assert [(one["rule"], one["severity"]) for one in fired] == [("drone-attack-near-diplomatic-site", "medium")]
