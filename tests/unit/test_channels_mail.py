"""The mail channel against servers that refuse, fall silent, hang up or show a wrong name."""

import ssl
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest

from channel_calls import deliver
from channel_servers import (
    MailServer,
    mailing,
)
from dispatcher_office import alert_of, parcel_of
from settings_servers import make_certificates
from wirewatch_dispatcher.channels.base import Fate, Outcome, Parcel
from wirewatch_dispatcher.configuration import Mail


async def mail(server: MailServer, *parcels: Parcel, **changed: Any) -> Outcome:
    async with mailing(server):
        values: dict[str, Any] = {
            "host": "127.0.0.1",
            "port": server.port,
            "tls": "none",
            "sender": "watch@desk.example",
            "to": ("duty@desk.example", "night@desk.example"),
            "timeout_s": 0.5,
        }
        return await deliver(Mail(**values | changed), *parcels)()


@pytest.mark.parametrize(
    ("server", "fate", "unknown"),
    [
        (MailServer(), Fate.DELIVERED, False),
        (MailServer(MAIL="451 later"), Fate.TRY_AGAIN, False),
        (MailServer(MAIL="550 never"), Fate.NEVER, False),
        (MailServer(RCPT="550 nobody"), Fate.NEVER, False),
        (MailServer(RCPT="450 busy"), Fate.TRY_AGAIN, False),
        (MailServer(END="554 spam"), Fate.NEVER, False),
        (MailServer(silent=("EHLO",)), Fate.TRY_AGAIN, True),
        (MailServer(silent=(".",)), Fate.TRY_AGAIN, True),
        (MailServer(dropped=(".",)), Fate.TRY_AGAIN, True),
    ],
    ids=["well", "451", "550", "nobody", "busy", "spam", "hangs early", "hangs late", "closes after accepting"],
)
async def test_mail_judges_its_server(server: MailServer, fate: Fate, *, unknown: bool) -> None:
    """A server's 4xx is tried again, its 5xx is not; a silence leaves open whether the mail arrived."""
    try:
        outcome = await mail(server)
    except TimeoutError:
        outcome = Outcome(fate=Fate.TRY_AGAIN, unknown=True)  # as the dispatcher takes it
    assert (outcome.fate, outcome.unknown) == (fate, unknown)


async def test_mails_of_an_alert_make_one_thread() -> None:
    """Two revisions have ids of their own and refer to one; text and HTML are both there."""
    server = MailServer()
    await mail(server, parcel_of(alert_of(rev=1)), parcel_of(alert_of(rev=2)))
    first, second = (message_from_bytes(one, policy=policy.default) for one in server.mails)
    assert (first["References"] == second["References"], first["Message-ID"] == second["Message-ID"]) == (True, False)
    assert [part.get_content_type() for part in first.iter_parts()] == ["text/plain", "text/html"]


@pytest.mark.parametrize(("trusted", "fate"), [(False, Fate.TRY_AGAIN), (True, Fate.DELIVERED)])
async def test_mail_checks_certificates(tmp_path: Path, *, trusted: bool, fate: Fate) -> None:
    """With STARTTLS nothing is sent to a server whose certificate nobody vouches for."""
    certificates = make_certificates(tmp_path)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificates.cert, certificates.key)
    server = MailServer(tls=context)
    ca_file = str(certificates.ca) if trusted else None
    outcome = await mail(server, tls="starttls", ca_file=ca_file, timeout_s=5.0)
    assert (outcome.fate, len(server.mails)) == (fate, int(trusted))


async def test_mail_is_not_sent_in_clear_where_tls_was_asked_for() -> None:
    """A server without STARTTLS gets nothing."""
    server = MailServer()
    outcome = await mail(server, tls="starttls")
    assert (outcome.fate, server.mails) == (Fate.TRY_AGAIN, [])
