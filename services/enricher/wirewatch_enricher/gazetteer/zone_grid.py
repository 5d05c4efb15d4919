"""Which town is nearest to a point: towns by cells of one degree, searched from the point's cell outwards."""

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from math import cos, floor, radians

_COLUMNS = 512
_MOST_RINGS = 8


def cell(lat: float, lon: float) -> int:
    """Return the number of a point's cell."""
    return (floor(lat) + 90) * _COLUMNS + floor(lon) + 180


def zone_grid(
    lat: Sequence[float], lon: Sequence[float], zones: Sequence[int], zone_names: Sequence[str]
) -> tuple["array[int]", "array[int]"]:
    """Return the cells of all places that have a zone, sorted, and beside them the places."""
    there = sorted((cell(lat[at], lon[at]), at) for at, zone in enumerate(zones) if zone_names[zone])
    return array("I", (one for one, _ in there)), array("I", (at for _, at in there))


def rings(cells: Sequence[int], towns: Sequence[int], lat: float, lon: float) -> Iterator[tuple[int, list[int]]]:
    """Yield the towns of ever wider rings of cells around a point, each with how many cells it is away."""
    row, column = floor(lat), floor(lon)
    for ring in range(_MOST_RINGS + 1):
        yield ring, [town for key in _ring(row, column, ring) for town in _of_cell(cells, towns, key)]


def bound(ring: int, lat: float) -> float:
    """Return the least squared distance in degrees of latitude of what lies outside of a ring."""
    return (ring * min(1.0, cos(radians(lat)))) ** 2


def _ring(row: int, column: int, ring: int) -> Iterator[int]:
    for down in range(-ring, ring + 1):
        edge = abs(down) == ring
        for across in range(-ring, ring + 1) if edge else (-ring, ring):
            yield cell(row + down, column + across)


def _of_cell(cells: Sequence[int], towns: Sequence[int], key: int) -> Sequence[int]:
    return towns[bisect_left(cells, key) : bisect_left(cells, key + 1)]
