"""Lines typed at the demo's prompt."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.playground.terminal.typed import Misread, TypedLine, read, when

NOW = datetime(2026, 10, 21, 10, 0, tzinfo=UTC)  # Wednesday noon in Berlin
BERLIN = "Europe/Berlin"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", None),
        ("   ", None),
        ("as maria /selfcheck", TypedLine("command", "maria", "/selfcheck")),
        ("as @Maria /ridealong @tom Acme thu 15:00", TypedLine("command", "maria", "/ridealong @tom Acme thu 15:00")),
        ("as tom press Done", TypedLine("press", "tom", "Done")),
        ("as tom press [Not for me]", TypedLine("press", "tom", "Not for me")),
        ("as tom choose In an hour", TypedLine("choose", "tom", "In an hour")),
        ('as maria submit text="two words" n=3', TypedLine("submit", "maria", answers={"text": "two words", "n": "3"})),
        ("as maria submit text=two words", TypedLine("submit", "maria", answers={"text": "two words"})),
        ("as maria submit", TypedLine("submit", "maria")),
        ("as maria close", TypedLine("close", "maria")),
        ("as ana say #sales Good morning", TypedLine("say", "ana", "#sales Good morning")),
        ("jump friday 15:00", TypedLine("jump", words="friday 15:00")),
        ("home maria", TypedLine("home", "maria")),
        ("DM @tom", TypedLine("dm", "tom")),
        ("channel #sales", TypedLine("channel", "sales")),
        ("people", TypedLine("people")),
        ("help me", TypedLine("help")),
        ("exit", TypedLine("quit")),
    ],
)
def test_a_line_is_read(typed: str, meant: TypedLine | None) -> None:
    assert read(typed) == meant


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("as", "Who does what"),
        ("as maria", "Who does what"),
        ("as maria dance", "After `as maria` comes"),
        ("as maria press", "Which button"),
        ("as maria choose", "Which choice"),
        ("as maria say hello", "Where, and what"),
        ('as maria submit text="two', "quotation mark"),
        ("as maria submit two words", "field=value"),
        ("home", "Whose"),
        ("channel", "channel sales"),
        ("jump", "To when"),
        ("fly", "I do not know `fly`"),
        (" /secondchair team ", "`as maria /secondchair team`"),
        ("Press Done", "`as maria Press Done`"),
    ],
)
def test_what_is_not_understood_is_answered_by_a_sentence(typed: str, sentence: str) -> None:
    with pytest.raises(Misread, match=sentence):
        read(typed)


@pytest.mark.parametrize(
    ("words", "local"),
    [
        ("friday 15:00", "Fri 23 15:00"),
        ("fri 3 pm", "Fri 23 15:00"),
        ("monday 8:30", "Mon 26 08:30"),
        ("wednesday 9:00", "Wed 28 09:00"),
        ("wed 15:00", "Wed 21 15:00"),
        ("tomorrow 9:00", "Thu 22 09:00"),
        ("tomorrow", "Thu 22 09:00"),
        ("17:30", "Wed 21 17:30"),
        ("9:00", "Thu 22 09:00"),
        ("2026-10-25 03:30", "Sun 25 03:30"),
        ("2h", "Wed 21 14:00"),
        ("+3 days", "Sat 24 12:00"),
    ],
)
def test_a_time_is_read_on_the_wall_of_the_person_who_types(words: str, local: str) -> None:
    assert when(words, NOW, BERLIN).astimezone(ZoneInfo(BERLIN)).strftime("%a %d %H:%M") == local


@pytest.mark.parametrize(
    ("words", "sentence"),
    [("someday", "cannot read"), ("friday 25:00", "cannot read"), ("2026-10-01 9:00", "is in the past")],
)
def test_a_time_that_is_none_or_has_gone_by_is_refused(words: str, sentence: str) -> None:
    with pytest.raises(Misread, match=sentence):
        when(words, NOW, BERLIN)
