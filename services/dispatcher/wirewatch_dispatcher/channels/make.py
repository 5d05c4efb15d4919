"""A channel's description to the channel itself, its secrets read and its clients open for as long as it is used."""

import ssl
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import assert_never

from rich.console import Console

from wirewatch.clock import Clock
from wirewatch.errors import SettingsError
from wirewatch_dispatcher import configuration as specs
from wirewatch_dispatcher.channels.apprise import AppriseChannel, services_of
from wirewatch_dispatcher.channels.base import Channel
from wirewatch_dispatcher.channels.console import ConsoleChannel
from wirewatch_dispatcher.channels.file import FileChannel
from wirewatch_dispatcher.channels.http import Poster, open_session
from wirewatch_dispatcher.channels.mail import MailChannel
from wirewatch_dispatcher.channels.slack import SlackChannel
from wirewatch_dispatcher.channels.threads import Hands
from wirewatch_dispatcher.channels.webhook import WebhookChannel, check_secret
from wirewatch_dispatcher.channels_file import CONSOLE, secret


@asynccontextmanager
async def open_channels(
    configuration: specs.Configuration, *, clock: Clock, console: Console
) -> AsyncIterator[dict[str, Channel]]:
    """Open all channels, the console among them; raises `SettingsError` where one can't be used."""
    async with AsyncExitStack() as stack:
        opened: dict[str, Channel] = {CONSOLE: ConsoleChannel(console=console)}
        for name, spec in configuration.channels.items():
            opened[name] = await stack.enter_async_context(open_channel(name, spec, clock=clock, console=console))
        yield opened


@asynccontextmanager
async def open_channel(name: str, spec: specs.Spec, *, clock: Clock, console: Console) -> AsyncIterator[Channel]:
    """Open one channel; raises `SettingsError` that names it."""
    async with AsyncExitStack() as stack:
        try:
            channel = await _open(name, spec, clock, console, stack)
        except SettingsError as error:
            raise SettingsError(f"channel {name}: {error}") from error
        yield channel


async def _open(name: str, spec: specs.Spec, clock: Clock, console: Console, stack: AsyncExitStack) -> Channel:
    match spec:
        case specs.Console():
            return ConsoleChannel(console=console, name=name, timeout_s=spec.timeout_s)
        case specs.File():
            return FileChannel(name=name, spec=spec, hands=Hands())
        case specs.Webhook():
            return await _webhook(name, spec, clock, stack)
        case specs.Slack():
            session = await stack.enter_async_context(open_session(allowed=spec.allow_networks))
            poster = Poster(session=session, clock=clock, timeout_s=spec.timeout_s)
            return SlackChannel(name=name, spec=spec, token=secret(spec.token_file), poster=poster)
        case specs.Mail():
            password = secret(spec.password_file) if spec.password_file else None
            return MailChannel(name=name, spec=spec, password=password, context=_trusting(spec.ca_file), clock=clock)
        case specs.Apprise():
            services = services_of(secret(spec.urls_file), file=spec.urls_file)
            return AppriseChannel(name=name, spec=spec, services=services, hands=Hands(), done={})
    assert_never(spec)


async def _webhook(name: str, spec: specs.Webhook, clock: Clock, stack: AsyncExitStack) -> Channel:
    session = await stack.enter_async_context(open_session(allowed=spec.allow_networks, ca_file=spec.ca_file))
    return WebhookChannel(
        name=name,
        spec=spec,
        url=spec.url or secret(spec.url_file or ""),
        secrets=tuple(check_secret(one, secret(one)) for one in spec.secret_files),
        poster=Poster(session=session, clock=clock, timeout_s=spec.timeout_s),
    )


def _trusting(ca_file: str | None) -> ssl.SSLContext:
    try:
        context = ssl.create_default_context()
        if ca_file:
            context.load_verify_locations(cafile=ca_file)
    except OSError as error:
        raise SettingsError(f"{ca_file}: no certificates: {error}") from error
    return context
