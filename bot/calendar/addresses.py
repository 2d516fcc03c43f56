"""Which addresses on the internet may be connected to, and which would reach something of ours. Pure."""

from collections.abc import Iterable
from ipaddress import IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

# Global on paper, and yet a way to an IPv4 address that is not: NAT64, 6to4, Teredo. RFC 6052, 8215, 3056, 4380.
DETOURS = [ip_network(each) for each in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")]
LONGEST = 2000  # characters
SECURE = frozenset({"https"})


def is_public(text: str) -> bool:
    """Whether an IP address is one of the open internet: not private, loopback, link-local, shared or multicast."""
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(str(address.ipv4_mapped))
        if any(address in network for network in DETOURS):
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def checked_address(text: str, schemes: Iterable[str] = SECURE) -> str | None:
    """The address of a calendar as it is fetched, `webcal` read as https; None where it cannot be one.

    No user name, no port of its own, no IP address in place of a name that is not public.
    """
    given = text.strip()
    if given.lower().startswith("webcal://"):
        given = "https://" + given[len("webcal://") :]
    if len(given) > LONGEST or any(letter.isspace() or not letter.isprintable() for letter in given):
        return None
    try:
        parts = urlsplit(given)
        port = parts.port
    except ValueError:
        return None
    host = parts.hostname
    if parts.scheme not in schemes or not host or parts.username is not None or parts.password is not None:
        return None
    if parts.scheme == "https" and port not in {None, 443}:
        return None
    return given


def host_of(address: str) -> str:
    """The name of the server, to be shown in place of the address itself."""
    return urlsplit(address).hostname or ""


def is_number(host: str) -> bool:
    """Whether the host is an IP address already, so that no name is looked up."""
    try:
        ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True
