"""Free TCP ports on 127.0.0.1 for servers that are about to start."""

import secrets
import socket
from urllib.parse import urlsplit

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


def free_port_or(address: str) -> int:
    """Return the port of an address of this machine, such as `127.0.0.1:9092`, if nobody listens there, else another.

    Ports below 1024, and addresses of other machines or of several, are never taken.
    """
    found = urlsplit(address if "://" in address else f"//{address}") if "," not in address else None
    if found and found.hostname in {HOST, "localhost"} and (found.port or 0) >= 1024 and _may_listen(found.port or 0):
        return found.port or 0
    return free_ports(1)[0]


def _may_listen(port: int) -> bool:
    """Tell whether a server could listen here; unlike with a free port, one that was closed just now will do."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True
