"""Which addresses are accepted, and which would reach something internal."""

import pytest

from bot.calendar.addresses import LONGEST, checked_address, host_of, is_public, owner_in

INSIDE = [
    "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0",
    "fc00::1", "fd00:ec2::254", "ff02::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1",
    "64:ff9b:1::a00:1", "2002:7f00:1::1", "2001:0:53aa::1", "2001:db8::1", "nonsense", "",
    # site-local, NAT64 whatever it embeds, 6to4 and relays, IPv4-compatible and -translated, ISATAP, segment routing
    "fec0::1", "feff::1", "64:ff9b::808:808", "64:ff9b::a9fe:a9fe", "2002:808:808::1", "192.88.99.1", "::127.0.0.1",
    "192.0.0.8", "192.0.0.192", "::8.8.8.8", "::ffff:0:127.0.0.1", "2a00:1450:4001::5efe:7f00:1", "5f00::1",
    "2a00:1450:4001:0:200:5efe:a00:1", "3fff::1", "100::1", "4000::1", "2001:1::1", "2001:20::1", "168.63.129.16",
    "192.0.0.170", "0177.0.0.1", "127.1", "100.100.100.200", "25.0.0", "①②⑦.⓪.⓪.①",
]  # fmt: skip


@pytest.mark.parametrize("address", INSIDE)
def test_nothing_inside_is_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "142.250.1.1", "2a00:1450:4001::200e", "2606:4700::1111", "::ffff:8.8.8.8"]
)
def test_the_open_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "text",
    [
        "http://calendar.example/x.ics", "ftp://calendar.example/x.ics", "file:///etc/passwd", "gopher://x/",
        "https://", "https:///x.ics", "calendar.example/x.ics", "https://user@calendar.example/",
        "https://user:pw@calendar.example/", "https://calendar.example:8443/x.ics", "https://calendar.example:22/",
        "https://calendar.example:nine/", "https://[::1", "https://calendar.example/\r\nX-Header: 1",
        "https://localhost/x.ics", "https://LOCALHOST./x.ics", "https://intranet/x.ics", "https://mail.corp.internal/",
        "https://x.localhost/", "https://nas.lan/", "https://files.intranet/", "https://router.home.arpa/",
        "https://x.localdomain/", "https://:pw@calendar.example/", "https://calen\u200bdar.example/",
        "https://calendar.example/x\u200b.ics", "https://calendar.example/x\0.ics",
        "https://127.1/", "https://0177.0.0.1/", "https://٠.٠.٠.٠/", "https://1.1.1.1.1/",
        "https://printer.local/", "https://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/", "https://good.example\\@127.0.0.1/",
        "https://2130706433/", "https://0x7f000001/",
        "https://calendar.example/a b", "javascript:alert(1)", "", "https://calendar.example/" + "x" * 2000,
    ],
)  # fmt: skip
def test_what_is_no_calendars_address(text: str) -> None:
    assert checked_address(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "https://calendar.example/x.ics", " webcal://calendar.example/x.ics ", "WEBCALS://calendar.example/x.ics",
        "https://calendar.example:443/x.ics", "https://Calendar.Example./x.ics", "https://ｃａｌｅｎｄａｒ.example/x.ics",
    ],
)  # fmt: skip
def test_what_is_one(text: str) -> None:
    address = checked_address(text)
    assert address is not None
    assert address.startswith("https://")
    assert host_of(address) == "calendar.example"


@pytest.mark.parametrize("host", ["127。0。0。1", "①②⑦.⓪.⓪.①", "１２７.0.0.1", "127.0.0.1."])
def test_the_host_that_is_judged_is_the_one_that_is_connected_to(host: str) -> None:
    assert host_of(f"https://{host}/x.ics") == "127.0.0.1"


def test_an_address_has_two_thousand_characters_at_most() -> None:
    begins = "https://calendar.example/"
    longest = begins + "x" * (2000 - len(begins))
    assert [checked_address(longest), checked_address(f"{longest}x")] == [longest, None]
    assert LONGEST == 2000


def test_an_address_that_holds_another_stays_the_one_it_is() -> None:
    text = "webcal://calendar.example/x?of=https://other.example/"
    assert checked_address(text) == "https://calendar.example/x?of=https://other.example/"


def test_whose_calendar_it_is_stands_in_googles_address() -> None:
    google = "https://calendar.google.com/calendar/ical/Maria%40Acme.example/private-1/basic.ics"
    assert owner_in(google) == ["maria@acme.example"]
    assert [owner_in(address) for address in ("https://calendar.example/x.ics", "https://[::1")] == [[], []]
