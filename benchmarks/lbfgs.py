"""Finds where a smooth loss is least, by L-BFGS. In: the loss with its gradient. Out: the point, the same each time.

Source: Nocedal and Wright, Numerical Optimization, algorithms 7.4 and 7.5, with steps halved until they gain enough.
"""

from collections import deque
from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Loss = Callable[[Floats], tuple[float, Floats]]
"""From a point to the loss there and its gradient."""
STEPS = 120
_MEMORY = 10
_STILL = 1e-4


def minimum(loss: Loss, size: int) -> Floats:
    """Return the point where a loss is least, from zeros on."""
    point = np.zeros(size)
    value, slope = loss(point)
    past: deque[tuple[Floats, Floats]] = deque(maxlen=_MEMORY)
    for _ in range(STEPS):
        way = _way(slope, past)
        step = 1.0 if past else 1.0 / max(1.0, float(np.abs(slope).sum()))
        following, next_slope = loss(point + step * way)
        while following > value + 1e-4 * step * float(slope @ way) and step > 1e-9:
            step /= 2
            following, next_slope = loss(point + step * way)
        moved, bent = step * way, next_slope - slope
        if float(moved @ bent) > 0:
            past.append((moved, bent))
        point, gained, value, slope = point + moved, value - following, following, next_slope
        if gained < _STILL:
            break
    return point


def _way(slope: Floats, past: Iterable[tuple[Floats, Floats]]) -> Floats:
    """Return the direction to go: the slope, bent by what the past steps tell of the curvature."""
    pairs = list(past)
    way, shares = -slope, []
    for moved, bent in reversed(pairs):
        share = float(moved @ way) / float(moved @ bent)
        shares.append(share)
        way = way - share * bent
    if pairs:
        moved, bent = pairs[-1]
        way = way * (float(moved @ bent) / float(bent @ bent))
    for (moved, bent), share in zip(pairs, reversed(shares), strict=True):
        way = way + (share - float(bent @ way) / float(moved @ bent)) * moved
    return way
