"""How fast rules are decided: `python benchmarks/rules.py [--rules 200] [--seconds 3]`.

Decides so many rules, those that are shipped over and over, on the facts of incidents of all types, and prints how many
decisions (a rule on an incident) one core makes a second. Exit code 1 below 2,000.
"""

import argparse
import sys
import tempfile
import time
from itertools import cycle
from pathlib import Path

from wirewatch.incidents import IncidentType, Status
from wirewatch_alerts.compose import subject_of
from wirewatch_alerts.evaluate import decide_all
from wirewatch_alerts.facts import On, facts_of
from wirewatch_alerts.records import Seen, records_of, see
from wirewatch_alerts.rules import RuleSet, load_rules

ROOT = Path(__file__).parents[1]
LEAST_A_SECOND = 2_000
BOMB = "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10].all(a, " * 7 + "true" + ")" * 7

sys.path.insert(0, str(ROOT / "tests"))


def rules(count: int, *, bomb: bool) -> RuleSet:
    """Return so many rules on incidents: the shipped ones under other names, and if wanted one that never ends."""
    shipped = load_rules(ROOT / "seeds" / "rules", every=True).asked(On.INCIDENT)
    with tempfile.TemporaryDirectory() as folder:
        for number, rule in zip(range(count - bomb), cycle(shipped), strict=False):
            text = rule.file.read_text("utf-8").replace(f"id: {rule.id}", f"id: rule-{number}")
            text = text.replace("file: my-sites.csv", f"file: {ROOT / 'seeds' / 'rules' / 'my-sites.csv'}")
            Path(folder, f"{number}.yaml").write_text(text.replace("enabled: false", "enabled: true"), "utf-8")
        if bomb:
            Path(folder, "bomb.yaml").write_text(f"id: bomb\ntitle: B\nwhen: '{BOMB}'\nseverity: low\n", "utf-8")
        return load_rules(Path(folder))


def facts() -> list[dict[str, object]]:
    """Return the facts of a dozen incidents of all types."""
    from alert_articles import article  # noqa: PLC0415  (the tests' articles, found by the path above)

    found = []
    for number, kind in enumerate(kind for kind in IncidentType if kind is not IncidentType.STORY):
        status = list(Status)[number % 3]
        one = article(f"a{number}", type=kind, status=status, killed=number * 3, injured=number * 7)
        records = records_of(one, see(Seen(article_id=one.article_id), one))
        found.append(dict(facts_of(subject_of(records))))
    return found


def measure(known: RuleSet, seconds: float) -> float:
    """Return decisions a second of processor time."""
    incidents = cycle(facts())
    decided, began_s = 0, time.process_time()
    while time.process_time() - began_s < seconds:
        decided += len(decide_all(known, next(incidents)))
    return decided / (time.process_time() - began_s)


def main() -> int:
    """Measure with and without a rule that never ends; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rules", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=3.0)
    options = parser.parse_args()
    began_s = time.process_time()
    plain = rules(options.rules, bomb=False)
    read_s = time.process_time() - began_s
    rate = measure(plain, options.seconds)
    bombed = measure(rules(options.rules, bomb=True), options.seconds)
    sys.stdout.write(
        f"{options.rules} rules, read in {read_s:.2f} s: {rate:,.0f} decisions (a rule on an incident) a second, "
        f"{bombed:,.0f} with a rule among them whose loops never end\n"
    )
    return 0 if min(rate, bombed) >= LEAST_A_SECOND else 1


if __name__ == "__main__":
    sys.exit(main())
