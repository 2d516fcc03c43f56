"""What people type to set up a channel nudge, in any order, and what they get wrong."""

from datetime import datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.blocks.when import weekdays
from bot.domain.channels.channels import ChannelRequest, Verb
from bot.domain.time.schedule import MONDAY, WORKDAYS
from bot.errors import Problem
from bot.parsing.channel_requests import read_request
from bot.parsing.reading import Asker
from content.library import load_library

KINDS = {"prompt": "prompt_channel", "digest": "digest"}
NINE, SALES = time(9), "C1"
ASKER = Asker(datetime(2026, 10, 19, 8), "Europe/Berlin", "en-GB")  # noqa: DTZ001 - on the wall clock of the person who types


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
        (
            "<#C1|sales> 9pm america/new_york",
            ChannelRequest(Verb.SET, SALES, "", time(21), None, zone="America/New_York"),
        ),
        ("<#C1|sales> 9:00 berlin", ChannelRequest(Verb.SET, SALES, "", NINE, None, zone="Europe/Berlin")),
        ("<#C1|sales> 9 utc", ChannelRequest(Verb.SET, SALES, "", NINE, None, zone="UTC")),
        ("9", ChannelRequest(Verb.SET, "C9", "", NINE)),
        ("list", ChannelRequest(Verb.LIST, "C9")),
        ("", ChannelRequest(Verb.LIST, "C9")),
        ("off", ChannelRequest(Verb.OFF, "C9")),
        ("off <#C1|sales>", ChannelRequest(Verb.OFF, SALES)),
        ("<#C1|sales> aus", ChannelRequest(Verb.OFF, SALES)),
        ("Liste", ChannelRequest(Verb.LIST, "C9")),
        ("<#C1|sales> stop digest", ChannelRequest(Verb.OFF, SALES, "digest")),
        ("turn off the daily prompt in <#C1|sales> please", ChannelRequest(Verb.OFF, SALES, "prompt_channel")),
        ("start <#C1|sales> 09:00", ChannelRequest(Verb.SET, SALES, "", NINE)),
        ("weekly digest <#C1|sales> 09:00", ChannelRequest(Verb.SET, SALES, "digest", NINE)),
        ("<#C1|sales> 09:00 weekly on monday", ChannelRequest(Verb.SET, SALES, "", NINE, frozenset({MONDAY}))),
    ],
)
def test_parts_come_in_any_order(text: str, request_: ChannelRequest) -> None:
    assert read_request(text, KINDS, "C9", ASKER) == request_


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("#nosuch 7", "channels.unknown_channel"),
        ("off #nosuch", "channels.unknown_channel"),
        ("<#C1|sales>", "channels.no_time"),
        ("<#C1|sales> soon", "channels.no_time"),
        ("digest <#C1|sales>", "channels.no_time_digest"),
        ("<#C1|sales> digest soon", "channels.no_time_digest"),
        ("<#C1|sales> 25:00", "channels.time_unclear"),
        ("<#C1|sales> 13 pm", "channels.time_unclear"),
        pytest.param("<#C1|sales> 6", "errors.time_either", id="six in the morning or in the evening"),
        ("<#C1|sales> 9:00 someday", "channels.days_unclear"),
        ("<#C1|sales> 9:00 10:00", "channels.days_unclear"),
        ("<#C1|sales> 9:00 Mars/Olympus", "channels.zone_unknown"),
        ("<#C1|sales> 9:00 EST", "channels.zone_near"),
        ("<#C1|sales> off until monday", "channels.off_unclear"),
        ("<#C1|sales> off on fridays", "channels.off_unclear"),
        ("<#C1|sales> 9:00 mon-thu, off on fri", "channels.off_unclear"),
        ("<#C1|sales> 9:00 weekly", "channels.days_unclear"),
        ("<#C1|sales> 9:00 start monday", "channels.days_unclear"),
    ],
)
def test_what_cannot_be_read_says_which_part(text: str, key: str) -> None:
    with pytest.raises(Problem) as raised:
        read_request(text, KINDS, "", ASKER)
    assert raised.value.key == key


@pytest.mark.parametrize("here", ["", "D1"])
def test_a_direct_message_is_no_channel(here: str) -> None:
    assert read_request("09:00", KINDS, here, ASKER).channel_id == ""


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("mon-fri", {0, 1, 2, 3, 4}), ("Monday – Friday", {0, 1, 2, 3, 4}), ("mon to wed", {0, 1, 2}),
        ("mon,wed", {0, 2}), ("tue thu", {1, 3}), ("Tues. & Thurs.", {1, 3}), ("weds and fri", {2, 4}),
        ("mondays", {0}), ("every friday", {4}), ("weekdays", {0, 1, 2, 3, 4}), ("every weekday", {0, 1, 2, 3, 4}),
        ("weekend", {5, 6}), ("daily", set(range(7))), ("every day", set(range(7))), ("everyday", set(range(7))),
        ("fri-mon", {4, 5, 6, 0}), ("mo-we, sa", {0, 1, 2, 5}), ("fri-fri", {4}),
        ("m", None), ("t", None), ("mon-wed-fri", None),
        ("mon, soon", None), ("mondayish", None),
    ],
)  # fmt: skip
def test_weekdays_are_read_as_they_are_meant(text: str, days: set[int] | None) -> None:
    if days is None:
        with pytest.raises(Problem, match="days_unclear"):
            read_request(f"09:00 {text}", KINDS, "C9", ASKER)
    else:
        assert read_request(f"09:00 {text}", KINDS, "C9", ASKER).days == frozenset(days)


@settings(deadline=None)
@given(st.frozensets(st.integers(0, 6), min_size=1))
def test_weekdays_as_we_write_them_read_back(days: frozenset[int]) -> None:
    assert read_request(f"09:00 {weekdays(load_library(), days)}", KINDS, "C9", ASKER).days == days


@pytest.mark.parametrize(
    ("text", "locale"), [("09:00 language german", "de"), ("language Deutsch", "de"), ("09:00 mon-fri", None)]
)
def test_a_language_is_read_by_its_name(text: str, locale: str | None) -> None:
    assert read_request(text, KINDS, "C9", ASKER).locale == locale


def test_a_language_that_we_lack_is_asked_about() -> None:
    with pytest.raises(Problem, match="language_unknown"):
        read_request("09:00 language klingon", KINDS, "C9", ASKER)
