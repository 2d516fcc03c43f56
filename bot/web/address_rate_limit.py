"""Limits how often one address may do something that costs us work; each process counts for itself."""

import ipaddress
from collections import OrderedDict
from collections.abc import Callable

from aiohttp import web

MOST_ADDRESSES = 10_000


class AddressRateLimit:
    """Lets each address do something `times` times every `seconds`. `steady` is a clock that never jumps."""

    def __init__(self, times: int, seconds: float, steady: Callable[[], float]) -> None:
        self._times = times
        self._seconds = seconds
        self._steady = steady
        self._began: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def allows(self, address: str) -> bool:
        """Whether the address may do it once more. Counts it either way."""
        now = self._steady()
        began, done = self._began.pop(address, (now, 0))
        if now - began >= self._seconds:
            began, done = now, 0
        self._began[address] = (began, done + 1)
        while len(self._began) > MOST_ADDRESSES:
            self._began.popitem(last=False)
        return done < self._times


def address_of(request: web.Request, proxies: int) -> str:
    """The address that a request comes from, behind `proxies` of our own; an IPv6 network (/64) counts as one address.

    Entries further left in `X-Forwarded-For` come from the caller, and are not trusted.
    """
    hops = [
        address.strip()
        for address in ",".join(request.headers.getall("X-Forwarded-For", [])).split(",")
        if address.strip()
    ]
    sender = hops[-proxies] if 0 < proxies <= len(hops) else str(request.remote)
    try:
        address = ipaddress.ip_address(sender)
    except ValueError:
        return "unknown"
    return str(address if address.version == 4 else ipaddress.ip_network(f"{address}/64", strict=False))
