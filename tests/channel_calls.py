"""Handing parcels to a channel as the dispatcher does: what a channel is set to goes in, its outcome comes out."""

import asyncio
from collections.abc import Awaitable, Callable
from io import StringIO
from pathlib import Path

from rich.console import Console

from dispatcher_office import parcel_of
from wirewatch.clock import wall_clock
from wirewatch_dispatcher.channels.base import Channel, Outcome, Parcel
from wirewatch_dispatcher.channels.make import open_channel
from wirewatch_dispatcher.configuration import Spec

SECRETS = ("whsec_c2VjcmV0c2VjcmV0c2VjcmV0", "whsec_b2xkb2xkb2xkb2xkb2xkb2xk")
HERE = ("127.0.0.0/8",)


def secret_files(folder: Path, *values: str) -> tuple[str, ...]:
    paths = [folder / f"secret-{number}" for number in range(len(values))]
    for path, value in zip(paths, values, strict=True):
        path.write_text(value + "\n")
    return tuple(str(path) for path in paths)


def deliver(spec: Spec, *parcels: Parcel) -> Callable[[], Awaitable[Outcome]]:
    async def go() -> Outcome:
        async with open_channel("desk", spec, clock=wall_clock, console=Console(file=StringIO())) as channel:
            return await each(channel, parcels or (parcel_of(),))

    return go


async def each(channel: Channel, parcels: tuple[Parcel, ...]) -> Outcome:
    for one in parcels:
        async with asyncio.timeout(channel.timeout_s):
            outcome = await channel.deliver(one)
    return outcome
