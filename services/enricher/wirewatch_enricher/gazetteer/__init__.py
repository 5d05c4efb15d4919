"""Gazetteers: what places there are, by what names, and where."""

from wirewatch_enricher.gazetteer.columns import Entry, Kind
from wirewatch_enricher.gazetteer.fold import fold, fold_name
from wirewatch_enricher.gazetteer.load import Gazetteer, load_gazetteer

__all__ = ["Entry", "Gazetteer", "Kind", "fold", "fold_name", "load_gazetteer"]
