"""Free TCP ports on 127.0.0.1 for servers that are about to start."""

import secrets
import socket

HOST = "127.0.0.1"
_LOWEST, _HIGHEST = 20_000, 32_000  # below the range from which systems take the ports of outgoing connections


def free_ports(count: int) -> tuple[int, ...]:
    """Return distinct ports that nobody listens on now."""
    found: set[int] = set()
    while len(found) < count:
        port = _LOWEST + secrets.randbelow(_HIGHEST - _LOWEST)
        if _is_free(port):
            found.add(port)
    return tuple(found)


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True
