"""One channel's work: notices that are due go out one by one or as a digest, and what became of them is written down.

Each channel has a worker of its own, so that one that hangs delays no other.
"""

import asyncio
import hashlib
import math
from collections.abc import Callable, Iterable, Mapping

import structlog
from msgspec import Struct
from msgspec.structs import replace

from wirewatch.alerts import Alert, Severity
from wirewatch.clock import Clock
from wirewatch.deliveries import Delivery
from wirewatch_alerts.operators import silence_of
from wirewatch_alerts.packing import unpack
from wirewatch_alerts.state import StoredAlert
from wirewatch_alerts.store import read_silences
from wirewatch_dispatcher import pace
from wirewatch_dispatcher.channels.base import Channel, Fate, Outcome, Parcel
from wirewatch_dispatcher.pace import Plan, Standing, Way
from wirewatch_dispatcher.queue import Dead, Finished, Queue, Work
from wirewatch_dispatcher.render import Content

BATCH = 20
HELD_S = 15.0
"""How often a notice that a silence holds back is looked at again: the silence may have been lifted."""
_RANK = {severity: number for number, severity in enumerate(Severity)}

_log = structlog.stdlib.get_logger("wirewatch.dispatch")


class Job(Struct, frozen=True, kw_only=True):
    """A notice in hand with its alert and what the channel gave for the alert's last parcel."""

    alert: Alert
    work: Work
    receipt: str


class Worker(Struct, frozen=True, kw_only=True):
    """Delivers to one channel; `jitter` gives numbers from 0 to 1 that spread repeated tries.

    `budget`: messages a minute, None: any number; `digest`: the most alerts in one.
    """

    queue: Queue
    channel: Channel
    clock: Clock
    jitter: Callable[[], float]
    budget: int | None = None
    digest: int = 200

    async def step(self) -> float:
        """Do a bounded piece of work; return when there may be more to do (Unix seconds; 0: at once)."""
        now = self.clock().timestamp()
        standing = await self.queue.standing()
        waiting = await self.queue.waiting(now)
        if standing.disabled and waiting:
            await self._bury(standing, now)
            return 0.0
        todo = pace.plan(waiting, standing, now=now, budget=self.budget, digest=self.digest, batch=BATCH)
        if todo.way is Way.REST:
            return max(todo.until, now) if waiting else float("inf")
        await self._do(todo, standing, now)
        return 0.0

    async def _do(self, todo: Plan, standing: Standing, now: float) -> None:
        jobs = await self._jobs(await self.queue.take(now, todo.count), standing)
        if todo.way is Way.DIGEST and len(jobs) > 1:
            await self._tell(jobs, standing)
            return
        while jobs:
            standing = await self._tell(jobs[:1], standing)
            jobs = jobs[1:]
            if standing.disabled or standing.not_before > self.clock().timestamp():
                break
        await self.queue.put_back({one.alert.alert_id: one.work for one in jobs}, now)

    async def _jobs(self, taken: Mapping[str, Work], standing: Standing) -> list[Job]:
        """Load the alerts of notices in hand, the worst first; what need not go out, or must not yet, is let go."""
        if not taken:
            return []
        ids, now = list(taken), self.clock()
        values = await self.queue.redis.mget([self.queue.keys.alert(one) for one in ids])
        silences = await read_silences(self.queue.redis, self.queue.keys)
        got = await self.queue.got(ids)
        jobs: list[Job] = []
        let_go: list[Finished] = []
        for alert_id, value in zip(ids, values, strict=True):
            alert = unpack(value, StoredAlert).alert if value else None
            if alert is None or (why := superseded(alert, got=got[alert_id][0])):
                reason = why if alert else "the alert is gone"
                _log.info("notice_dropped", alert=alert_id, channel=self.channel.name, why=reason)
                let_go.append(Finished(alert_id=alert_id))
            elif silence := silence_of(alert, silences, at=now):
                _log.info("notice_held", alert=alert_id, channel=self.channel.name, silence=silence.action_id)
                again_at = min(now.timestamp() + HELD_S, silence.until.timestamp() if silence.until else math.inf)
                let_go.append(Finished(alert_id=alert_id, work=taken[alert_id], again_at=again_at))
            else:
                jobs.append(Job(alert=alert, work=taken[alert_id], receipt=got[alert_id][1]))
        if let_go:
            await self.queue.finish(let_go, standing)
        return sorted(jobs, key=lambda job: (_RANK[job.alert.severity], job.alert.updated_at, job.alert.alert_id))

    async def _tell(self, jobs: list[Job], standing: Standing) -> Standing:
        """Hand jobs to the channel as one parcel, and write down what became of it."""
        await self.queue.sending({job.alert.alert_id: job.work for job in jobs})
        key = key_of((job.alert for job in jobs), self.channel.name)
        content = Content(alerts=tuple(job.alert for job in jobs), repeat=any(job.work.unknown for job in jobs))
        parcel = Parcel(content=content, key=key, receipt=jobs[0].receipt if len(jobs) == 1 else "")
        outcome = await self._deliver(parcel)
        now = self.clock().timestamp()
        then = pace.after(standing, outcome, now=now, jitter=self.jitter(), budget=self.budget)
        finished = [self._finished(job, outcome, digest=len(jobs) > 1) for job in jobs]
        await self.queue.finish(finished, then)
        _log.info(
            "notice",
            key=key,
            alerts=len(jobs),
            channel=self.channel.name,
            outcome=outcome.fate.value,
            reason=outcome.reason,
            unknown=outcome.unknown,
            repeat=content.repeat,
        )
        return then

    async def _deliver(self, parcel: Parcel) -> Outcome:
        """Let the channel try, for a bounded time; whatever it raises is one more failed try."""
        try:
            async with asyncio.timeout(self.channel.timeout_s):
                return await self.channel.deliver(parcel)
        except TimeoutError:
            reason = f"no outcome within {self.channel.timeout_s:g} s"
            return Outcome(fate=Fate.TRY_AGAIN, reason=reason, unknown=True)
        except Exception as error:  # noqa: BLE001  (one channel's fault must not end the others)
            _log.exception("channel_failed", channel=self.channel.name)
            return Outcome(fate=Fate.TRY_AGAIN, reason=f"{type(error).__name__}: {error}"[:300], unknown=True)

    def _finished(self, job: Job, outcome: Outcome, *, digest: bool) -> Finished:
        moment = self.clock()
        now = moment.timestamp()
        work = Work(
            tries=job.work.tries + 1,
            first=job.work.first or now,
            unknown=outcome.unknown or job.work.unknown,
        )
        alert = job.alert
        dead = outcome.fate is Fate.NEVER or (
            outcome.fate is Fate.TRY_AGAIN and pace.gives_up(work.tries, first=work.first, now=now)
        )
        again = outcome.fate is Fate.TRY_AGAIN and not dead
        pause = max(pace.delay_s(job.work.tries, self.jitter()), outcome.retry_after_s or 0.0)
        letter = Dead(alert_id=alert.alert_id, rev=alert.rev, reason=outcome.reason, tries=work.tries, at=moment)
        delivered = outcome.fate is Fate.DELIVERED
        return Finished(
            alert_id=alert.alert_id,
            work=work,
            again_at=now + pause if again else None,
            dead=letter if dead else None,
            got_rev=alert.rev if delivered else None,
            receipt=job.receipt if digest else outcome.receipt or job.receipt,
            delivery=self._delivery(job, outcome, work, dead=dead, digest=digest),
        )

    def _delivery(self, job: Job, outcome: Outcome, work: Work, *, dead: bool, digest: bool) -> Delivery:
        """Return the outcome as the topic of deliveries has it."""
        alert = job.alert
        return Delivery(
            key=f"{alert.alert_id}:{alert.rev}:{self.channel.name}",
            alert_id=alert.alert_id,
            rev=alert.rev,
            channel=self.channel.name,
            outcome="dead" if dead else outcome.fate.value,
            reason=outcome.reason,
            tries=work.tries,
            unknown=outcome.unknown,
            possible_repeat=job.work.unknown,
            digest=digest,
            exercise=alert.exercise,
            at=self.clock(),
        )

    async def _bury(self, standing: Standing, now: float) -> None:
        """Move what waits for a disabled channel to its dead letters."""
        jobs = await self._jobs(await self.queue.take(now, self.digest), standing)
        outcome = Outcome(fate=Fate.NEVER, reason=f"the channel is disabled: {standing.disabled}")
        finished = [self._finished(job, outcome, digest=False) for job in jobs]
        await self.queue.finish(
            [replace(one, work=job.work) for one, job in zip(finished, jobs, strict=True)], standing
        )


def key_of(alerts: Iterable[Alert], channel: str) -> str:
    """Return a parcel's key: `alert:rev:channel`, or `digest:` and a hash of the alerts' own."""
    keys = [f"{alert.alert_id}:{alert.rev}" for alert in alerts]
    if len(keys) == 1:
        return f"{keys[0]}:{channel}"
    return f"digest:{hashlib.sha256(' '.join(sorted(keys)).encode()).hexdigest()[:16]}:{channel}"


def told_rev(alert: Alert) -> int:
    """Return the newest revision of an alert that notifies."""
    return max((one.rev for one in alert.revisions if one.notified), default=0)


def superseded(alert: Alert, *, got: int) -> str:
    """Return why a notice need not go out any more, or nothing: only the newest revision goes out, and only once."""
    return f"revision {got} was delivered" if got >= told_rev(alert) else ""
