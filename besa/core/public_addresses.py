"""Which network addresses this program may speak to when somebody else chose the address.

Only unicast addresses of the public internet, and what the administrator trusts by name. Sources: the IANA
special-purpose registries for IPv4 and IPv6 (RFC 6890), RFC 6052 (NAT64), RFC 6598 (carrier-grade NAT).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

Address = IPv4Address | IPv6Address
USUAL_PORTS = frozenset({80, 443, 8080, 8443})

_REFUSED_4 = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",
        "100.64.0.0/10",  # carrier-grade NAT
        "127.0.0.0/8",
        "169.254.0.0/16",  # link-local, with the metadata services of clouds
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, with the broadcast address
    )
)
#: Everything outside is loopback, mapped, NAT64, local, link-local, multicast or not given out at all.
_GLOBAL_6 = IPv6Network("2000::/3")
_REFUSED_6 = tuple(
    IPv6Network(network)
    for network in (
        "2001::/23",  # Teredo, ORCHID and other protocols' own
        "2001:db8::/32",
        "2002::/16",  # 6to4, which carries an IPv4 address
        "3fff::/20",  # documentation
    )
)


def is_public(address: Address) -> bool:
    """True for a unicast address of the public internet."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _REFUSED_4)
    return address in _GLOBAL_6 and not any(address in network for network in _REFUSED_6)


def plain(text: str) -> Address:
    """An address as the resolver tells it, without the network card's name (`fe80::1%eth0`); ValueError if none."""
    return ip_address(text.partition("%")[0])


@dataclass(frozen=True)
class Trust:
    """One entry of the administrator's list: a host name or a network; without a port the usual ones are meant."""

    host: str
    network: IPv4Network | IPv6Network | None
    port: int | None

    def covers(self, host: str, address: Address, port: int) -> bool:
        """True when this host, at this address, may be spoken to at this port."""
        return self.allows_port(port) and (
            self.host == host if self.network is None else address in self.network
        )

    def allows_port(self, port: int) -> bool:
        """True when the port is the one named, or a usual one where none is named."""
        return port == self.port if self.port is not None else port in USUAL_PORTS


def read_trust(entries: Iterable[str]) -> tuple[Trust, ...]:
    """`gis.example.org`, `10.1.2.3:8080`, `[::1]:9000`, `10.0.0.0/8`; ValueError for what is none of these."""
    return tuple(_one(entry.strip().lower()) for entry in entries if entry.strip())


def _one(entry: str) -> Trust:
    if "/" in entry:
        return Trust(host="", network=ip_network(entry), port=None)
    parts = urlsplit(f"//{entry}" if entry.count(":") < 2 or entry.startswith("[") else f"//[{entry}]")
    host = parts.hostname or ""
    if not host:
        raise ValueError(f"{entry} is neither a host nor a network")
    try:
        return Trust(host="", network=ip_network(host), port=parts.port)
    except ValueError:
        return Trust(host=host, network=None, port=parts.port)
