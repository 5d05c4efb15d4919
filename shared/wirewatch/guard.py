"""The address guard: an address that somebody wrote must not make us talk to the network that we run in.

It looks at the address that a socket is about to connect to, not at a name: a name that answers otherwise the second
time it is asked (DNS rebinding), an address written as a number and a redirect all end here.
"""

import socket
from collections.abc import Callable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

Network = IPv4Network | IPv6Network

REFUSED = "refused by the address guard"
_NAT64 = ip_network("64:ff9b::/96")

AddressInfo = tuple[Any, Any, int, str, tuple[Any, ...]]


class AddressRefusedError(OSError):
    """The socket was not made, for its address is private; aiohttp wraps it like any failure to connect."""


def guarded_sockets(allowed: tuple[Network, ...]) -> Callable[[AddressInfo], socket.socket]:
    """Return a factory of sockets that makes none for a private address outside the allowed networks."""

    def make(address_info: AddressInfo) -> socket.socket:
        family, kind, protocol, _, address = address_info
        if not may_connect(str(address[0]), allowed):
            raise AddressRefusedError(f"{address[0]} is a private address: {REFUSED}")
        return socket.socket(family=family, type=kind, proto=protocol)

    return make


def may_connect(address: str, allowed: tuple[Network, ...] = ()) -> bool:
    """Return whether a public server can be at this address, or it is in an allowed network."""
    try:
        inner = _inner(ip_address(address.partition("%")[0]))
    except ValueError:
        return False
    if any(inner.version == network.version and inner in network for network in allowed):
        return True
    return inner.is_global and not (inner.is_multicast or inner.is_reserved or inner.is_unspecified)


def parse_networks(text: str) -> tuple[Network, ...]:
    """Return the networks in a list with commas; raises `ValueError` naming the one that is wrong."""
    return tuple(ip_network(part.strip()) for part in text.split(",") if part.strip())


def _inner(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """Return the IPv4 address that an IPv6 address carries (mapped, 6to4, NAT64), else the address itself."""
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address.sixtofour or address
