"""Every other service, by apprise: it blocks, so it runs in a thread that may be left behind."""

import logging
import warnings
from functools import partial
from typing import Any

from msgspec import Struct

from wirewatch.errors import SettingsError
from wirewatch_dispatcher.channels.base import Fate, Outcome, Parcel
from wirewatch_dispatcher.channels.threads import BusyError, Hands
from wirewatch_dispatcher.configuration import Apprise


class AppriseChannel(Struct, frozen=True, kw_only=True):
    """Tells each of some services; `done` remembers who has a parcel that others do not have yet."""

    name: str
    spec: Apprise
    services: tuple[Any, ...]
    hands: Hands
    done: dict[str, set[int]]

    @property
    def timeout_s(self) -> float:
        """The longest that a try may take."""
        return self.spec.timeout_s

    async def deliver(self, parcel: Parcel) -> Outcome:
        """Tell all services that have not got this parcel."""
        said = parcel.words(self.spec.title, self.spec.text)
        done = self.done.setdefault(parcel.key, set())
        for number, service in enumerate(self.services):
            if number in done:
                continue
            try:
                told = await self.hands.run(partial(service.notify, title=said.title, body=said.text))
            except BusyError as error:
                return Outcome(fate=Fate.TRY_AGAIN, reason=str(error))
            except Exception as error:  # noqa: BLE001  (a plugin may raise anything; the notice is tried again)
                return Outcome(fate=Fate.TRY_AGAIN, reason=f"{type(error).__name__}: {error}"[:300], unknown=True)
            if not told:
                return Outcome(fate=Fate.TRY_AGAIN, reason=f"service {number + 1} was not told", unknown=True)
            done.add(number)
        self.done.pop(parcel.key, None)
        return Outcome(fate=Fate.DELIVERED)


def services_of(urls: str, *, file: str) -> tuple[Any, ...]:
    """Return the services of a list of addresses, one a line, `#` begins a comment.

    Raises `SettingsError` with the line of what apprise does not know; the address, a secret, is not shown.
    """
    lines = ((number, line.strip()) for number, line in enumerate(urls.splitlines(), start=1))
    with warnings.catch_warnings():  # apprise's plugins import what Python will drop
        warnings.simplefilter("ignore", DeprecationWarning)
        found = tuple(_service(line, f"{file}:{number}") for number, line in lines if line and line[0] != "#")
    if not found:
        raise SettingsError(f"{file}: no address is there")
    return found


def _service(address: str, where: str) -> Any:
    import apprise  # noqa: PLC0415  (a second to import: who has no such channel does not wait for it)

    logging.getLogger("apprise").setLevel(logging.CRITICAL)  # its lines show addresses
    one = apprise.Apprise(asset=apprise.AppriseAsset(async_mode=False, app_id="wirewatch", app_desc="wirewatch"))
    if not one.add(address):
        raise SettingsError(f"{where}: apprise knows no such address")
    return one
