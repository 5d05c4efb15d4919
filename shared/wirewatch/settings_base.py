"""How every package reads its settings: environment variables and files of secrets in, a checked object out.

A wrong value is a `SettingsError` that names the variable, what it got (a secret never) and what it takes.
"""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import SecretStr, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from wirewatch.errors import SettingsError

MASK = "***"
"""What stands in place of a secret."""
_PASSWORD_IN_URL = re.compile(r"(://[^:/@\s]*:).*@|([?&]password=)[^&\s]*")


class WirewatchSettings(BaseSettings):
    """The root of all settings: each field is a variable, its docstring says what the variable takes.

    A field of type `SecretStr` can also be given as a file: the variable's name with `_FILE`, its value the path.
    An empty variable is one that is not set.
    """

    model_config = SettingsConfigDict(
        env_prefix="WIREWATCH_",
        env_ignore_empty=True,
        frozen=True,
        extra="ignore",
        use_attribute_docstrings=True,
        hide_input_in_errors=True,
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003  (pydantic's signature)
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003  (pydantic's signature)
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read arguments, then variables, then files of secrets."""
        return (init_settings, env_settings, _SecretFiles(settings_cls))


AnySettings = TypeVar("AnySettings", bound=WirewatchSettings)


class _SecretFiles(PydanticBaseSettingsSource):
    """Reads each secret whose variable with `_FILE` names a file."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        """Return a secret from its file, or None."""
        name = variable(self.settings_cls, field_name)
        path = os.environ.get(f"{name}_FILE") if is_secret(field) else None
        return (read_secret(name, path, os.environ) if path else None), field_name, False

    def __call__(self) -> dict[str, Any]:
        """Return the secrets that stand in files, by their field."""
        found = {name: self.get_field_value(field, name)[0] for name, field in self.settings_cls.model_fields.items()}
        return {name: value for name, value in found.items() if value is not None}


def read_secret(name: str, path: str, environ: Mapping[str, str]) -> str:
    """Return what a secret's file holds, without the line's end.

    Raises:
        SettingsError: the file can't be read, is empty, or the secret is given twice.
    """
    if environ.get(name):
        raise SettingsError(f"{name} and {name}_FILE are both set: unset one")
    try:
        secret = Path(path).read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no UTF-8 text"
        raise SettingsError(f"{name}_FILE={path!r} can't be read: {reason}") from error
    if not secret:
        raise SettingsError(f"{name}_FILE={path!r} is empty")
    return secret


def load(kind: type[AnySettings]) -> AnySettings:
    """Read one package's settings; raises `SettingsError` naming each variable that is wrong."""
    try:
        return kind()
    except ValidationError as error:
        raise SettingsError("; ".join(_told(kind, one) for one in error.errors())) from error


def variable(kind: type[BaseSettings], field: str) -> str:
    """Return a field's environment variable, such as `WIREWATCH_KAFKA`."""
    return f"{kind.model_config.get('env_prefix', '')}{field}".upper()


def is_secret(field: FieldInfo) -> bool:
    """Say whether a field's value must never be shown."""
    return SecretStr in (field.annotation, *get_args(field.annotation))


def shown(value: object) -> str:
    """Return a value for people's eyes: secrets, and passwords inside addresses, are masked."""
    if isinstance(value, SecretStr):
        return MASK
    return _PASSWORD_IN_URL.sub(_masked, str(value))


def _masked(found: re.Match[str]) -> str:
    return f"{found[1]}{MASK}@" if found[1] else f"{found[2]}{MASK}"


def _told(kind: type[BaseSettings], error: ErrorDetails) -> str:
    """Say which variable is wrong, what it got, and what it takes."""
    if not error["loc"]:
        return error["msg"].removeprefix("Value error, ")
    field = str(error["loc"][0])
    known = kind.model_fields[field]
    takes = (known.description or "").rstrip(".")
    wrong = "" if error["type"] == "string_pattern_mismatch" else f"{error['msg'].removeprefix('Value error, ')}. "
    got = repr(MASK if is_secret(known) else shown(error["input"]))
    return f"{variable(kind, field)}={got} is wrong. {wrong}It takes: {takes}"
