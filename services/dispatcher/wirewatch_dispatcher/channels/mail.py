"""E-mail: text and HTML by SMTP over TLS; the mails of one alert refer to one id, so that they make one thread."""

import ssl
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr

import aiosmtplib
from aiosmtplib.errors import (
    SMTPAuthenticationError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
)
from msgspec import Struct

from wirewatch.clock import Clock
from wirewatch_dispatcher.channels.base import Fate, Outcome, Parcel
from wirewatch_dispatcher.configuration import Mail


class MailChannel(Struct, frozen=True, kw_only=True):
    """Sends by one server to a list of people; each delivery has a connection of its own."""

    name: str
    spec: Mail
    password: str | None
    context: ssl.SSLContext
    clock: Clock

    @property
    def timeout_s(self) -> float:
        """The longest that a try may take."""
        return self.spec.timeout_s

    async def deliver(self, parcel: Parcel) -> Outcome:
        """Send the mail; some recipients refused is delivered with a reason, all refused is not."""
        client = self._client()
        try:
            await client.connect()
            if self.spec.user and self.password:
                await client.login(self.spec.user, self.password)
        except (SMTPException, OSError, ValueError) as error:
            client.close()
            return _failed(error, sent=False)
        try:
            refused, _ = await client.send_message(
                self._mail(parcel), sender=self.spec.sender, recipients=[*self.spec.to]
            )
        except (SMTPException, OSError) as error:
            return _failed(error, sent=True)
        finally:
            client.close()
        return Outcome(fate=Fate.DELIVERED, reason=f"refused: {', '.join(refused)}" if refused else "")

    def _client(self) -> aiosmtplib.SMTP:
        return aiosmtplib.SMTP(
            hostname=self.spec.host,
            port=self.spec.port,
            timeout=self.spec.timeout_s,
            use_tls=self.spec.tls == "tls",
            start_tls=self.spec.tls == "starttls",
            tls_context=self.context,
        )

    def _mail(self, parcel: Parcel) -> EmailMessage:
        said = parcel.words(self.spec.title, self.spec.text)
        domain = parseaddr(self.spec.sender)[1].rpartition("@")[2]
        mail = EmailMessage()
        mail["Subject"], mail["From"], mail["To"] = said.title, self.spec.sender, ", ".join(self.spec.to)
        mail["Date"] = format_datetime(self.clock())
        mail["Message-ID"] = message_id(parcel.key, domain)
        mail["Auto-Submitted"] = "auto-generated"
        if not parcel.content.digest:
            mail["References"] = message_id(f"{parcel.alert.alert_id}:{self.name}", domain)
        mail.set_content(said.text)
        mail.add_alternative(said.html, subtype="html")
        return mail


def message_id(key: str, domain: str) -> str:
    """Return an id for a key: the same mail sent again has the same."""
    local = "".join(char if char.isalnum() or char in "-_" else "." for char in key)
    return f"<{local}@{domain}>"


def _failed(error: Exception, *, sent: bool) -> Outcome:
    """Return what a failure means: a server's 5xx never passes, but a login may be put right."""
    reason = f"{type(error).__name__}: {error}"[:300]
    code = _code(error)
    if code is None:
        return Outcome(fate=Fate.TRY_AGAIN, reason=reason, unknown=sent)
    hopeless = code >= 500 and sent and not isinstance(error, SMTPAuthenticationError)
    return Outcome(fate=Fate.NEVER if hopeless else Fate.TRY_AGAIN, reason=reason)


def _code(error: Exception) -> int | None:
    """Return a server's own answer; of refused recipients the mildest."""
    if isinstance(error, SMTPRecipientsRefused):
        return min((one.code for one in error.recipients), default=None)
    return error.code if isinstance(error, SMTPResponseException) and error.code > 0 else None
