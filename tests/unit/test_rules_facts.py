"""What rules may ask about: articles, the user's own sites; and rules that loop, err or take too long."""

import time
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from alert_articles import CONSULATE, MISRATA, article, sighting
from wirewatch.articles import EnrichedArticle, Entity, EntityLabel
from wirewatch.errors import SettingsError
from wirewatch.incidents import Part, Salience
from wirewatch_alerts.cel import MOST_CPU_S, Program
from wirewatch_alerts.evaluate import decide_rule
from wirewatch_alerts.facts_articles import facts_of_article
from wirewatch_alerts.rules import Rule, RuleSet, check_rules, load_rules
from wirewatch_alerts.rules_explain import FOLLOW_UP, NO_NEWS, Explained, explain, fired, not_news
from wirewatch_alerts.rules_sites import read_sites

DIGITS = "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]"
BOMB = f"{DIGITS}.all(a, " * 7 + "true" + ")" * 7


def rule_set(folder: Path, **fields: str) -> RuleSet:
    values = {"id": "mine", "title": "Mine", "when": "'true'", "severity": "low"} | fields
    file = folder / f"{values['id']}.yaml"
    file.write_text("".join(f"{name}: {value}\n" for name, value in values.items()), "utf-8")
    return load_rules(file)


def watched(folder: Path, when: str) -> Rule:
    return rule_set(folder, on="article", when=f"'{when}'").rules[0]


def only(explained: tuple[Explained, ...]) -> Explained:
    (one,) = explained
    return one


def named() -> EnrichedArticle:
    entity = Entity(label=EntityLabel.GROUP, part=Part.TEXT, start=0, end=7, text="Gunners")
    return replace(article("a"), entities=(entity, entity))


@pytest.mark.parametrize(
    ("when", "matched"),
    [
        ('article.folded.contains("turkish consulate")', True),
        ('article.title.contains("turkish consulate")', False),
        ('article.text.matches("(?i)GUNNERS")', True),
        ('article.language == "en" && article.source.startsWith("Source")', True),
        ('article.published > timestamp("2025-03-04T04:00:00Z") && article.published.getHours() == 5', True),
        ('article.entities.exists(e, e.label == "group" && e.name == "Gunners")', True),
        ("size(article.entities) == 1", True),
        ('"drone_attack" in article.incidents && "LY" in article.countries', True),
        ("exercise", False),
    ],
)
def test_article_facts_have_their_values(tmp_path: Path, when: str, matched: bool) -> None:
    """A rule on articles sees title, text, language, source, time, names and incidents."""
    assert decide_rule(watched(tmp_path, when), facts_of_article(named())).matched is matched


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"on": "article", "when": "incident.killed > 0"}, "here; rules with `on: incident` have it"),
        ({"when": "'article.title == \"\"'"}, "here; rules with `on: article` have it"),
        ({"on": "article", "when": "'article.titel == \"\"'"}, "did you mean article.title?"),
        ({"on": "article", "when": 'article.entities.exists(e, e.lable == "x")'}, "did you mean label?"),
        ({"on": "articles"}, "did you mean 'article'?"),
        ({"on": "article", "sites": "{file: a.csv, radius_km: 5}"}, "an article has no place"),
        ({"sites": "{file: a.csv, radius_km: 5}"}, "a.csv: cannot be read"),
        ({"sites": "{file: a.csv}"}, "the field 'radius_km' is missing"),
        ({"enabled": "perhaps"}, "'perhaps' is none of true, false"),
        ({"tests": "[{expect: low}]"}, "an example is either a file"),
        ({"tests": "[{expect: low, text: x, published: today}]"}, "'today' is no date and time"),
        ({"tests": "[{expect: low, text: x, published: 2022-01-03T18:00:00}]"}, "has no offset"),
    ],
)
def test_errors_say_what_was_meant(tmp_path: Path, fields: dict[str, str], told: str) -> None:
    """A fact of the other kind of rule, a misspelt field, a contradiction: each with its place."""
    with pytest.raises(SettingsError) as caught:
        rule_set(tmp_path, **fields)
    assert ("mine.yaml:" in str(caught.value), told in str(caught.value)) == (True, True), str(caught.value)


def test_check_goes_on_after_an_error(tmp_path: Path) -> None:
    """All that is wrong in a folder is told at once, and what is right is named."""
    rule_set(tmp_path)
    bad = (
        "- {id: a, title: A, when: incident.kild > 0, severity: low}\n- {id: b, title: B, when: 'true', severity: lo}\n"
    )
    (tmp_path / "bad.yaml").write_text(bad, "utf-8")
    found = check_rules(tmp_path)
    assert ([one.id for one in found.right], len(found.wrong)) == (["mine"], 2)


SITES = {"sites.csv": "name,lat,lon,kind,radius_km\nOffice,32.38,15.10,office,\nFar,10,10,,\n"}
SITES["sites.geojson"] = (
    '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"name": "Office", "kind": "office"},'
    ' "geometry": {"type": "Point", "coordinates": [15.10, 32.38]}}]}'
)


@pytest.mark.parametrize("name", SITES)
@pytest.mark.parametrize(("radius", "matched"), [("{default: 0.5, drone_attack: 5}", True), ("0.5", False)])
def test_an_incident_near_my_site_fires(tmp_path: Path, name: str, radius: str, matched: bool) -> None:
    """Sites come from CSV or GeoJSON, and how near is near depends on the type of incident."""
    (tmp_path / name).write_text(SITES[name], "utf-8")
    rules = rule_set(tmp_path, when="size(my_sites) > 0", sites=f"{{file: {name}, radius_km: {radius}}}")
    found = only(explain(article("a"), rules))
    assert (found.fired, "Office (office) within 1.2 km" in found.steps[0].values) == (matched, matched)


def test_the_own_uncertainty_of_a_place_counts(tmp_path: Path) -> None:
    """A city known within ten kilometres is not within five kilometres of a site in it; a site there is."""
    (tmp_path / "sites.csv").write_text(SITES["sites.csv"], "utf-8")
    rules = rule_set(tmp_path, when="size(my_sites) > 0", sites="{file: sites.csv, radius_km: 5}")
    places = (CONSULATE, MISRATA)
    assert [bool(fired(article("a", place=place), rules)) for place in places] == [True, False]


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("a.csv", "name,lat,long\n", "a.csv:1: there is no column 'long'"),
        ("a.csv", "name,lat\nx,1\n", "a.csv:1: the column 'lon' is missing"),
        ("a.csv", "name,lat,lon\nx,1,1\ny,91,1\n", "a.csv:3: lat: must be a number, -90 to 90, not '91'"),
        ("a.csv", "name,lat,lon\n,1,1\n", "a.csv:2: name: must not be empty"),
        ("a.csv", "name,lat,lon\nx,1,1,2\n", "a.csv:2: has more fields"),
        ("a.csv", "name,lat,lon\n", "a.csv: holds no sites"),
        ("a.geojson", "[", "a.geojson: no JSON"),
        ("a.geojson", "{}", "must be a GeoJSON FeatureCollection"),
        ("a.geojson", '{"features": [{"geometry": {"type": "Polygon", "coordinates": [[1], 2]}}]}', "features[0]"),
        ("a.geojson", '{"features": [{"geometry": null}]}', "features[0]: geometry: must be a point"),
        ("a.txt", "", "sites are .csv or .geojson"),
    ],
)
def test_errors_in_sites_have_their_place(tmp_path: Path, name: str, text: str, told: str) -> None:
    """A wrong file of sites is named with line and field."""
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(SettingsError) as caught:
        read_sites(tmp_path / name)
    assert told in str(caught.value)


@given(text=st.text(max_size=200))
@pytest.mark.parametrize("name", ["a.csv", "a.geojson"])
def test_any_file_of_sites_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, name: str, text: str) -> None:
    """Whatever the file holds, it gives sites or one known error."""
    file = tmp_path_factory.mktemp("sites") / name
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        found = len(read_sites(file))
    except SettingsError as error:
        found = str(error).count(name)
    assert found


def test_explanation_names_the_condition_that_failed_first(tmp_path: Path) -> None:
    """The first of the conditions that did not hold, with the value that it saw."""
    rules = rule_set(tmp_path, when="'incident.foreground && incident.killed > 2 && incident.injured > 0'")
    failed = only(explain(article("a"), rules)).failed
    assert failed is not None
    assert (failed.condition, failed.values) == ("incident.killed > 2", "incident.killed = 0")


def test_explanation_says_why_a_rule_was_not_asked(tmp_path: Path) -> None:
    """Without news there is nothing to ask about, and a follow-up fires nothing."""
    rules = rule_set(tmp_path)
    background = sighting("s", salience=Salience.BACKGROUND)
    silent = explain(article("a", sightings=[background]), rules)
    later = explain(article("a", follow_up=True), rules)
    assert (only(silent).why_not, only(later).why_not) == (NO_NEWS, FOLLOW_UP)
    assert "background" in not_news(article("a", sightings=[background]))[0]


@pytest.mark.parametrize("when", [BOMB, "sources / 0 == 1"])
def test_a_rule_that_loops_or_errs_is_no_match(tmp_path: Path, when: str) -> None:
    """The explanation has the error, and the rule does not fire."""
    found = only(explain(article("a"), rule_set(tmp_path, when=f"'{when}'")))
    assert (found.fired, bool(found.error)) == (False, True)


def test_a_severity_that_errs_is_no_match(tmp_path: Path) -> None:
    """What can't be weighed does not fire, and names the severity."""
    found = only(explain(article("a"), rule_set(tmp_path, severity="{high: sources / 0 == 1}")))
    assert (found.fired, found.error) == (False, "severity.high: INVALID_ARGUMENT: divide by zero")


def test_a_rule_that_loops_slows_no_other(tmp_path: Path) -> None:
    """A hundred decisions beside a bomb take less than a second of processor time."""
    rule_set(tmp_path)
    rule_set(tmp_path, id="bomb", when=f"'{BOMB}'")
    rules = load_rules(tmp_path)
    began_s = time.thread_time()
    found = [fired(article("a"), rules) for _ in range(100)]
    assert (all(list(one) == ["mine"] for one in found), time.thread_time() - began_s < 1.0) == (True, True)


class _Compiled:
    """An engine's program that counts how often it ran."""

    def __init__(self) -> None:
        self.runs = 0

    def eval(self, _: Any) -> bool:
        self.runs += 1
        return True


def test_a_slow_condition_is_not_asked_again() -> None:
    """Once over the limit of processor time it errs for good, without running."""
    compiled, ticks = _Compiled(), count(step=MOST_CPU_S * 2)
    program = Program(compiled, cpu_s=lambda: next(ticks))
    for _ in range(3):
        with pytest.raises(RuntimeError, match="suspended"):
            program.eval(None)
    assert compiled.runs == 1
