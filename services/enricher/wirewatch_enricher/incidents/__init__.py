"""Incidents: which events a document reports, and which of them as news."""

from wirewatch_enricher.incidents.find import find_sightings
from wirewatch_enricher.incidents.flagship import is_flagship
from wirewatch_enricher.incidents.gate import may_report

__all__ = ["find_sightings", "is_flagship", "may_report"]
