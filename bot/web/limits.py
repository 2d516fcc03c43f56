"""How often an address may do what costs us something; counted in this process alone."""

import ipaddress
from collections import OrderedDict
from collections.abc import Callable

from aiohttp import web

MOST_ADDRESSES = 10_000


class PerAddress:
    """Lets each address do something `times` times in `seconds`. `steady` is a clock that never jumps."""

    def __init__(self, times: int, seconds: float, steady: Callable[[], float]) -> None:
        self._times = times
        self._seconds = seconds
        self._steady = steady
        self._began: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def allows(self, address: str) -> bool:
        """Whether it may once more; counted as done."""
        now = self._steady()
        began, done = self._began.pop(address, (now, 0))
        if now - began >= self._seconds:
            began, done = now, 0
        self._began[address] = (began, done + 1)
        while len(self._began) > MOST_ADDRESSES:
            self._began.popitem(last=False)
        return done < self._times


def address_of(request: web.Request, proxies: int) -> str:
    """Where a request comes from, `proxies` of ours in between; an IPv6 network counts as one address.

    What stands further left in `X-Forwarded-For` is whatever the caller wrote, and is not believed.
    """
    hops = [
        address.strip()
        for address in ",".join(request.headers.getall("X-Forwarded-For", [])).split(",")
        if address.strip()
    ]
    sender = hops[-proxies] if 0 < proxies <= len(hops) else request.remote or ""
    try:
        address = ipaddress.ip_address(sender)
    except ValueError:
        return "unknown"
    return str(address if address.version == 4 else ipaddress.ip_network(f"{address}/64", strict=False))
