"""The forms in which a subscription prints alerts."""

from enum import StrEnum


class Form(StrEnum):
    """A card each, or a line each."""

    TEXT = "text"
    JSON = "json"
    CAP = "cap"
    GEOJSON = "geojson"
