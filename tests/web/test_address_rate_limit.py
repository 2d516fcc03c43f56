"""How often one address may cause us work, and which address a request comes from."""

import pytest
from aiohttp.test_utils import make_mocked_request
from multidict import CIMultiDict

from bot.web import address_rate_limit
from bot.web.address_rate_limit import AddressRateLimit, address_of


def test_each_address_has_its_number_and_again_as_many_once_the_time_is_over() -> None:
    now = 0.0
    limit = AddressRateLimit(2, 60.0, lambda: now)
    assert [limit.allows("a") for _ in range(3)] == [True, True, False]
    assert limit.allows("b")
    for now, allowed in ((59.9, False), (60.0, True), (60.0, True), (60.0, False), (119.9, False)):  # noqa: B007 - a clock
        assert limit.allows("a") is allowed


def test_the_address_that_was_longest_away_is_forgotten_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(address_rate_limit, "MOST_ADDRESSES", 2)
    limit = AddressRateLimit(1, 60.0, lambda: 0.0)
    assert [limit.allows(address) for address in "aba"] == [True, True, False]
    assert [limit.allows(address) for address in "cac"] == [True, False, False]
    assert limit.allows("b")


@pytest.mark.parametrize(
    ("forwarded", "proxies", "address"),
    [
        ([], 0, "10.0.0.1"),
        (["1.1.1.1"], 0, "10.0.0.1"),
        ([], 1, "10.0.0.1"),
        (["1.1.1.1"], 1, "1.1.1.1"),
        (["9.9.9.9, 1.1.1.1"], 1, "1.1.1.1"),
        (["9.9.9.9", " 1.1.1.1 ,, 2.2.2.2"], 2, "1.1.1.1"),
        (["1.1.1.1"], 2, "10.0.0.1"),
        (["2001:db8:1:2:3::4"], 1, "2001:db8:1:2::/64"),
        (["not an address"], 1, "unknown"),
    ],
)
def test_only_what_our_own_proxies_wrote_is_believed(forwarded: list[str], proxies: int, address: str) -> None:
    headers = CIMultiDict([("X-Forwarded-For", hops) for hops in forwarded])
    request = make_mocked_request("GET", "/", headers=headers).clone(remote="10.0.0.1")
    assert address_of(request, proxies) == address


def test_a_caller_without_an_address_is_an_unknown_one() -> None:
    """A Unix socket has none."""
    assert address_of(make_mocked_request("GET", "/").clone(remote=""), 0) == "unknown"
