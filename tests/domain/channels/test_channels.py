"""What people type to set up a channel nudge, in any order, and what they get wrong."""

from datetime import time

import pytest

from bot.domain.channels.channels import ChannelRequest, Verb, read_request, read_zone
from bot.domain.time.schedule import MONDAY, WORKDAYS
from bot.errors import Problem

KINDS = {"prompt": "prompt_channel", "digest": "digest"}
NINE, SALES = time(9), "C1"


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        ("<#C1|sales> 09:00", ChannelRequest(Verb.SET, SALES, "", NINE)),
        ("09:00 <#C1>", ChannelRequest(Verb.SET, SALES, "", NINE)),
        ("<#C1|> at 9 am on weekdays", ChannelRequest(Verb.SET, SALES, "", NINE, WORKDAYS)),
        ("prompt <#C1|sales> 0900 mon-fri", ChannelRequest(Verb.SET, SALES, "prompt_channel", NINE, WORKDAYS)),
        ("every day 9:00 <#C1|sales>", ChannelRequest(Verb.SET, SALES, "", NINE, frozenset(range(7)))),
        ("<#C1|sales> 09:00 digest", ChannelRequest(Verb.SET, SALES, "digest", NINE)),
        ("digest <#C1|sales> mon 09:00", ChannelRequest(Verb.SET, SALES, "digest", NINE, frozenset({MONDAY}))),
        ("Digest, <#C1|sales>, Mon, 09:00", ChannelRequest(Verb.SET, SALES, "digest", NINE, frozenset({MONDAY}))),
        ("<#C1|sales> 9pm america/new_york", ChannelRequest(Verb.SET, SALES, "", time(21), None, "America/New_York")),
        ("<#C1|sales> 9:00 berlin", ChannelRequest(Verb.SET, SALES, "", NINE, None, "Europe/Berlin")),
        ("<#C1|sales> 9 utc", ChannelRequest(Verb.SET, SALES, "", NINE, None, "UTC")),
        ("9", ChannelRequest(Verb.SET, "C9", "", NINE)),
        ("list", ChannelRequest(Verb.LIST, "C9")),
        ("", ChannelRequest(Verb.LIST, "C9")),
        ("off", ChannelRequest(Verb.OFF, "C9")),
        ("off <#C1|sales>", ChannelRequest(Verb.OFF, SALES)),
        ("<#C1|sales> stop digest", ChannelRequest(Verb.OFF, SALES, "digest")),
    ],
)
def test_parts_come_in_any_order(text: str, request_: ChannelRequest) -> None:
    assert read_request(text, KINDS, "C9") == request_


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("#nosuch 7", "channels.unknown_channel"),
        ("off #nosuch", "channels.unknown_channel"),
        ("<#C1|sales>", "channels.no_time"),
        ("<#C1|sales> soon", "channels.no_time"),
        ("<#C1|sales> 25:00", "channels.time_unclear"),
        ("<#C1|sales> 13 pm", "channels.time_unclear"),
        ("<#C1|sales> 9:00 someday", "channels.days_unclear"),
        ("<#C1|sales> 9:00 10:00", "channels.days_unclear"),
        ("<#C1|sales> 9:00 Mars/Olympus", "channels.zone_unknown"),
    ],
)
def test_what_cannot_be_read_says_which_part(text: str, key: str) -> None:
    with pytest.raises(Problem) as raised:
        read_request(text, KINDS)
    assert raised.value.key == key


@pytest.mark.parametrize("here", ["", "D1"])
def test_a_direct_message_is_no_channel(here: str) -> None:
    assert read_request("09:00", KINDS, here).channel_id == ""


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("europe/berlin", "Europe/Berlin"),
        ("AMERICA/SAO_PAULO", "America/Sao_Paulo"),
        ("new york", "America/New_York"),
        ("utc", "UTC"),
    ],
)
def test_zones_are_read_however_they_are_cased(typed: str, zone: str) -> None:
    assert read_zone(typed) == zone
