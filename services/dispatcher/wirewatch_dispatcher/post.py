"""The wiring of delivery: the routing of notices, and under a lease one worker for each channel, each on its own."""

import asyncio
import os
import random
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import structlog
from msgspec import Struct, field
from rich.console import Console

from wirewatch import redis
from wirewatch.clock import wall_clock
from wirewatch.settings import Settings
from wirewatch_alerts.keys import Keys
from wirewatch_dispatcher.channels.base import Channel, Fate, Outcome, Parcel
from wirewatch_dispatcher.channels.make import open_channels
from wirewatch_dispatcher.configuration import Configuration
from wirewatch_dispatcher.dispatch import BLOCK_S, Dispatcher
from wirewatch_dispatcher.lease import Lease
from wirewatch_dispatcher.queue import Queue
from wirewatch_dispatcher.worker import Worker

_IDLE_S = 0.5
"""A worker that nobody wakes looks for itself so often."""

_log = structlog.stdlib.get_logger("wirewatch.dispatch")


class Gone(Struct, frozen=True, kw_only=True):
    """Stands for a channel that is no longer in the file: what still waits for it becomes dead letters."""

    name: str
    timeout_s: float = 1.0

    async def deliver(self, parcel: Parcel) -> Outcome:  # noqa: ARG002  (nothing is told)
        """Give up."""
        return Outcome(fate=Fate.NEVER, reason="the channel is not in the file of channels any more")


class Post(Struct, kw_only=True):
    """What routing and delivery share: who wakes whom."""

    settings: Settings
    configuration: Configuration
    stop: asyncio.Event
    bells: dict[str, asyncio.Event] = field(default_factory=dict)

    def wake(self, channel: str) -> None:
        """Let a channel's worker look at once."""
        self.bells.setdefault(channel, asyncio.Event()).set()

    @asynccontextmanager
    async def open_dispatcher(self) -> AsyncIterator[Callable[[], Awaitable[object]]]:
        """Return the step that routes notices to the queues of channels."""
        async with redis.connect(self.settings, block_s=BLOCK_S) as client:
            dispatcher = Dispatcher(
                redis=client,
                settings=self.settings,
                configuration=self.configuration,
                consumer=own_name(self.settings),
                clock=wall_clock,
                wake=self.wake,
            )
            await dispatcher.prepare()
            await dispatcher.recover()
            yield dispatcher.step

    @asynccontextmanager
    async def open_workers(self) -> AsyncIterator[Callable[[], Awaitable[object]]]:
        """Start a worker for every channel and return the step that keeps the lease; a worker's fault ends the step."""
        async with AsyncExitStack() as stack:
            client = await stack.enter_async_context(redis.connect(self.settings))
            channels = await stack.enter_async_context(
                open_channels(self.configuration, clock=wall_clock, console=Console())
            )
            lease = Lease(client, self.settings, holder=own_name(self.settings))
            workers = await self._workers(client, channels)
            tasks = [asyncio.create_task(self._work(worker, lease)) for worker in workers]
            stack.push_async_callback(lease.leave)
            stack.push_async_callback(_ended, tasks, self.settings.shutdown_s / 2)

            async def step() -> None:
                await lease.step()
                for task in tasks:
                    if task.done():
                        task.result()

            yield step

    async def _workers(self, client: Any, channels: Mapping[str, Channel]) -> list[Worker]:
        keys = Keys(settings=self.settings)
        left = {one.decode() for one in await client.smembers(keys.channels())} - channels.keys()
        every = {**channels, **{name: Gone(name=name) for name in sorted(left)}}
        return [self._worker(Queue(redis=client, keys=keys, name=name), one) for name, one in every.items()]

    def _worker(self, queue: Queue, channel: Channel) -> Worker:
        spec = self.configuration.channels.get(queue.name)
        budget, digest = (spec.budget, spec.digest) if spec else (None, 200)
        return Worker(
            queue=queue, channel=channel, clock=wall_clock, jitter=random.random, budget=budget, digest=digest
        )

    async def _work(self, worker: Worker, lease: Lease) -> None:
        """Work for as long as the lease is held; take over what another had in hand when it is won."""
        generation = 0
        while not self.stop.is_set():
            if not lease.held():
                await _until(lease.won, _IDLE_S)
                continue
            if generation != lease.generation:
                taken = await worker.queue.recover(time.time())
                generation = lease.generation
                if taken:
                    _log.warning("taken_over", channel=worker.queue.name, notices=taken)
            bell = self.bells.setdefault(worker.queue.name, asyncio.Event())
            bell.clear()
            until = await worker.step()
            if until > 0:
                await _until(bell, min(_IDLE_S, max(0.0, until - time.time())))


def own_name(settings: Settings) -> str:
    """Return a name that no other dispatcher has; `WIREWATCH_INSTANCE` keeps it over restarts."""
    return settings.instance or f"{socket.gethostname()}-{os.getpid()}"


async def _until(event: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return


async def _ended(tasks: list[asyncio.Task[None]], bound_s: float) -> None:
    """Let workers finish what they are at, for a bounded time."""
    _, hanging = await asyncio.wait(tasks, timeout=bound_s)
    for task in hanging:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
