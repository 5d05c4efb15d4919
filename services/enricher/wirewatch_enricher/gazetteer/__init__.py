"""Gazetteers: what places there are, by what names, and where."""

from wirewatch_enricher.gazetteer.cache import load_gazetteer
from wirewatch_enricher.gazetteer.columns import Entry, Kind
from wirewatch_enricher.gazetteer.fold import fold, fold_name
from wirewatch_enricher.gazetteer.places import Gazetteer

__all__ = ["Entry", "Gazetteer", "Kind", "fold", "fold_name", "load_gazetteer"]
