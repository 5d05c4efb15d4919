"""Dead letters: a message that no hop could handle, with everything that is needed to send it again."""

from msgspec import Struct

from wirewatch.incidents import Instant


class Rejected(Struct, frozen=True, kw_only=True):
    """One dead letter.

    `value` is the original message's bytes (base64 on the wire); where it was too large it is cut, `sha256` names the
    whole, and `redrivable` is false. `topic` is the topic's name without its namespace.
    """

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes
    headers: tuple[tuple[str, bytes], ...]
    hop: str
    error: str
    message: str
    attempts: int
    at: Instant
    sha256: str | None = None
    redrivable: bool = True
