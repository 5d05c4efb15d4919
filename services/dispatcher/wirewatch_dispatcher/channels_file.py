"""`channels.yaml` in, a checked configuration out; what is wrong is told with file, line, column, field, suggestion."""

import re
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct

from wirewatch.errors import SettingsError
from wirewatch_alerts.envelope import Value, plain, read_yaml
from wirewatch_dispatcher.configuration import FORMS, KINDS, Configuration, Mail, Quiet, Route, Spec, Webhook
from wirewatch_dispatcher.render import RenderError, check_template

CONSOLE = "console"
"""The channel that is always there."""
_NAME = re.compile(r"[a-z0-9]+([-_][a-z0-9]+)*")
_STEP = re.compile(r"\.(\w+)|\[(\d+|\.\.\.)\]")

T = TypeVar("T", bound=Struct)


def load_channels(path: Path | None) -> Configuration:
    """Read a file of channels; without one everything goes to the console.

    Raises `SettingsError` with file, line, column and field for the first thing that is wrong.
    """
    if path is None:
        return Configuration()
    top = read_yaml(path).fields(known=Configuration.TOP, required=("channels",))
    channels = {name: _channel(name, value) for name, value in _named(top["channels"])}
    quiet = _quiet(top["quiet"]) if "quiet" in top else None
    routes = tuple(_route(one, channels) for one in top["routes"].items()) if "routes" in top else ()
    return Configuration(channels=channels, routes=routes, quiet=quiet)


def _named(value: Value) -> list[tuple[str, Value]]:
    """Return the channels by their names, which a mapping's reader would refuse as unknown."""
    if not value.is_mapping():
        value.fail("must be a mapping of channels by their names")
    names = tuple(str(key.value) for key, _ in value.node.value)
    found = value.fields(known=names)
    for name, one in found.items():
        if not _NAME.fullmatch(name) or len(name) > 60:
            one.fail(f"{name!r} must be small letters and digits, joined by hyphens, at most 60 characters")
    return list(found.items())


def _channel(name: str, value: Value) -> Spec:
    if not value.is_mapping():
        value.fail("must be a mapping of fields")
    given = value.fields(known=tuple(str(key.value) for key, _ in value.node.value), required=("kind",))
    kind = given["kind"].one_of(tuple(KINDS))
    model = KINDS[kind]
    fields = value.fields(known=("kind", *_names(model)), required=_required(model))
    if "quiet" in fields:
        _quiet(fields["quiet"])
    for template in ("title", "text"):
        if template in fields:
            _check_template(fields[template])
    content = plain(value.node) | _paths(fields)
    spec: Spec = _converted(content, model, value)
    _go_together(spec, fields, value)
    if name == CONSOLE and kind != CONSOLE:
        given["kind"].fail("the channel `console` is the console itself; give this one another name")
    return spec


def _quiet(value: Value) -> Quiet:
    fields = value.fields(known=_names(Quiet), required=_required(Quiet))
    quiet = _converted(plain(value.node), Quiet, value)
    _check_zone(fields)
    return quiet


def _route(value: Value, channels: dict[str, Spec]) -> Route:
    fields = value.fields(known=_names(Route), required=_required(Route))
    route = _converted(plain(value.node), Route, value)
    known = tuple(sorted({*channels, CONSOLE}))
    for one in fields["to"].items():
        one.one_of(known)
    _check_zone(fields)
    return route


def _names(model: type[Struct]) -> tuple[str, ...]:
    return tuple(field.encode_name for field in msgspec.structs.fields(model))


def _required(model: type[Struct]) -> tuple[str, ...]:
    return tuple(field.encode_name for field in msgspec.structs.fields(model) if field.required)


def _converted(content: Any, model: type[T], value: Value) -> T:
    try:
        return msgspec.convert(content, type=model, strict=False)
    except msgspec.ValidationError as error:
        words, _, path = str(error).partition(" - at `")
        _at(value, path.rstrip("`")).fail(_plain(words))


def _plain(words: str) -> str:
    """Put a pattern in words, and say where the values of a closed list stand."""
    for meta in (form.__metadata__[0] for form in FORMS):
        words = words.replace(f"Expected `str` matching regex {meta.pattern!r}", f"it takes: {meta.description}")
    return f"{words}; `wirewatch channels schema` lists what there is" if "enum value" in words else words


def _at(value: Value, path: str) -> Value:
    """Return the value that a path such as `$.to[0]` leads to, or the nearest that is there."""
    for step in _STEP.finditer(path):
        name, index = step.groups()
        inside = _inside(value, name, index)
        if inside is None:
            return value
        value = inside
    return value


def _inside(value: Value, name: str | None, index: str | None) -> Value | None:
    if name is not None and value.is_mapping():
        return value.fields(known=tuple(str(key.value) for key, _ in value.node.value)).get(name)
    if index is not None and index.isdecimal() and value.is_list():
        return value.items()[int(index)]
    return None


def _check_zone(fields: dict[str, Value]) -> None:
    if "zone" not in fields:
        return
    zone = fields["zone"].text()
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        fields["zone"].fail(f"{zone!r} is no time zone; write one such as Europe/Berlin")


def _check_template(value: Value) -> None:
    try:
        check_template(value.text())
    except RenderError as error:
        value.fail(f"the template is wrong: {error}", line=error.line)


def _paths(fields: dict[str, Value]) -> dict[str, Any]:
    """Return the fields that name files as paths from the file's folder; secrets must be there."""
    found: dict[str, Any] = {}
    for name, value in fields.items():
        if name == "path":
            found[name] = str((value.file.parent / value.text()).absolute())
        elif name.endswith("_file"):
            found[name] = _existing(value)
        elif name.endswith("_files") and value.is_list():
            found[name] = [_existing(one) for one in value.items()]
    return found


def _existing(value: Value) -> str:
    path = (value.file.parent / value.text()).absolute()
    try:
        content = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no UTF-8 text"
        value.fail(f"{value.text()!r} can't be read: {reason}")
    if not content.strip():
        value.fail(f"{value.text()!r} is empty")
    return str(path)


def _go_together(spec: Spec, fields: dict[str, Value], value: Value) -> None:
    if isinstance(spec, Webhook) and (spec.url is None) == (spec.url_file is None):
        value.fail("a webhook has either an `url` or an `url_file`")
    if isinstance(spec, Mail) and (spec.user is None) != (spec.password_file is None):
        value.fail("`user` and `password_file` go together")
    if isinstance(spec, Mail) and spec.user and spec.tls == "none":
        fields["user"].fail("a password is not sent without TLS; write `tls: starttls` or `tls: tls`")


def secret(path: str) -> str:
    """Return what a secret's file holds, without the line's end; raises `SettingsError` where it can't be read."""
    try:
        return Path(path).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: the secret can't be read: {error}") from error
