"""Decides which internet addresses may be connected to, and which might lead into our own network. Pure."""

import re
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from yarl import URL

# The part of IPv6 that is the open internet (RFC 4291); the rest is private, or translates into IPv4.
GLOBAL_UNICAST = ip_network("2000::/3")
# Global by number, but leading to an IPv4 address, or reserved for tests and examples: Teredo and the rest of the
# IETF's own block (RFC 2928, 4380), 6to4 (RFC 3056), documentation (RFC 9637).
DETOURS = [ip_network(network) for network in ("2001::/23", "2002::/16", "3fff::/20")]
ISATAP = {0x00005EFE, 0x02005EFE}  # RFC 5214: the last 32 bits are an IPv4 address
# The IETF's own block (RFC 6890), where Oracle's cloud serves its machines' metadata; 6to4 relays (RFC 7526); and the
# address where Azure serves its machines.
IPV4_INSIDE = [ip_network(network) for network in ("192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32")]
NAMES_INSIDE = (".localhost", ".local", ".internal", ".intranet", ".lan", ".home.arpa", ".localdomain")
MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
LONGEST = 2000  # characters
SECURE = frozenset({"https"})


def is_public(text: str) -> bool:
    """Whether an IP address is on the open internet: not private, loopback, link-local, shared or multicast.

    A mapped IPv4 address (`::ffff:8.8.8.8`) is judged as IPv4; translated ones (NAT64, 6to4, Teredo, ISATAP) are
    refused whatever they contain, since only the network in between knows where they lead.
    """
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, IPv4Address):
        return _is_open(address) and not any(address in network for network in IPV4_INSIDE)
    if address.ipv4_mapped is not None:
        return is_public(str(address.ipv4_mapped))
    is_translated = any(address in network for network in DETOURS) or (int(address) >> 32) & 0xFFFFFFFF in ISATAP
    return address in GLOBAL_UNICAST and not is_translated and _is_open(address)


def _is_open(address: IPv4Address | IPv6Address) -> bool:
    return address.is_global and not address.is_multicast


def checked_address(text: str, schemes: Iterable[str] = SECURE) -> str | None:
    """The address from which a calendar is fetched, with `webcal` read as https; None if the text cannot be one.

    Refuses user names, ports, and names that only an internal network knows. The address is parsed by the library that
    connects, which turns full-width and circled letters and digits into plain ones before anything is judged.
    """
    address = text.strip()
    if address.lower().startswith(("webcal://", "webcals://")):
        address = "https://" + address.partition("://")[2]
    if (
        len(address) > LONGEST
        or any(letter.isspace() or not letter.isprintable() for letter in address)
        or "\\" in address
    ):
        return None
    try:
        url = URL(address)
        host = host_of(address)
    except ValueError:
        return None
    if url.scheme not in schemes or url.raw_user is not None or url.raw_password is not None:
        return None
    if url.scheme == "https" and url.port != 443:
        return None
    return None if _is_named_inside(host) or _is_odd_number(host) else address


def _is_odd_number(host: str) -> bool:
    """Whether it is a number that only old libraries understand, such as 127.1; a name ends in letters (URL
    Standard).
    """
    return not is_number(host) and host.rpartition(".")[2].isnumeric()


def _is_named_inside(host: str) -> bool:
    return not is_number(host) and ("." not in host or f".{host}".endswith(NAMES_INSIDE))


def host_of(address: str) -> str:
    """The server's name in plain letters, for checks, and for display instead of the address itself.

    "" if there is none. Raises ValueError for text that is not an address.
    """
    return (URL(address).host or "").rstrip(".").lower()


def owner_in(address: str) -> list[str]:
    """The mail addresses in an address, in lower case: Google's contain the calendar's owner."""
    try:
        return [part.lower() for part in URL(address).parts if MAIL.fullmatch(part)]
    except ValueError:
        return []


def is_number(host: str) -> bool:
    """Whether the host is already an IP address, so that no name is looked up."""
    try:
        ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True
