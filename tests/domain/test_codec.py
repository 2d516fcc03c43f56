"""What buttons carry and deliveries are about is read back from its text as it was, also from texts of long ago."""

from dataclasses import is_dataclass
from datetime import date

import pytest

from bot.domain import codec
from bot.domain.checkins.checkins import CheckInAnswer
from bot.domain.checkins.commitments import Outcome
from bot.domain.codec import (
    AskedTap,
    BriefStepTap,
    ChannelPageTap,
    ChannelSubject,
    ChannelTap,
    CheckInStepTap,
    CheckInTap,
    ContentPage,
    ContentTap,
    LaterTap,
    ListPage,
    NewsSubject,
    PressureTap,
    QuarterSubject,
    RecordPage,
    ReflectionTap,
    RideSubject,
    RideVersion,
    ShareTap,
    StatementTap,
    StepTap,
    TakeOverTap,
    decode,
    encode,
)
from bot.domain.prompts.custom_content import ContentScope
from bot.domain.ridealongs.facts import News
from bot.domain.ridealongs.ridealongs import TakeOver

WEEK = date(2026, 10, 19)
# Messages already sent and rows already written hold these very texts: changing them here means changing those too.
TEXTS = {
    "led 2026-10-19": CheckInTap(CheckInAnswer.LED, WEEK),
    "kept 2026-10-19 c1": CheckInStepTap(Outcome.KEPT, WEEK, "c1"),
    "not_yet c1": StepTap(Outcome.NOT_YET, "c1"),
    "partly c1 r1": BriefStepTap(Outcome.PARTLY, "c1", "r1"),
    "on 2026-10-19": PressureTap("on", WEEK),
    "hour d1": LaterTap("hour", "d1"),
    "nobody_asked r1": TakeOverTap(TakeOver.NOBODY_ASKED, "r1"),
    "r1": RideSubject("r1"),
    "r1 2": RideSubject("r1", 2),
    "r1 0": RideVersion("r1", 0),
    "r1 reveal": ReflectionTap("r1", "reveal"),
    "r1 3 changed": NewsSubject("r1", 3, News.CHANGED),
    "r1 3 changed 1": NewsSubject("r1", 3, News.CHANGED, 1),
    "C1 digest": ChannelSubject("C1", "digest"),
    "C1 digest 5f3a": ChannelSubject("C1", "digest", "5f3a"),
    "3": ListPage(3),
    "U2": RecordPage("U2"),
    "U2 3": RecordPage("U2", 3),
    "U2 one_to_one.stuck_at": AskedTap("U2", "one_to_one.stuck_at"),
    "team": ContentPage(ContentScope.TEAM),
    "organisation 2": ContentPage(ContentScope.ORGANISATION, 2),
    "lead-06 all": StatementTap("lead-06", "all"),
    "C1 digest 2": ChannelTap("C1", "digest", 2),
    "2 C9": ChannelPageTap(2, "C9"),
    "e1": ContentTap("e1"),
    "e1 3": ContentTap("e1", 3),
    "share c1": ShareTap("share", "c1"),
    "2026-07-01 2026-09-30": QuarterSubject(date(2026, 7, 1), date(2026, 9, 30)),
}


@pytest.mark.parametrize("text", TEXTS)
def test_its_text_is_the_one_of_long_ago_and_is_read_again(text: str) -> None:
    fact = TEXTS[text]
    assert (encode(fact), decode(type(fact), text)) == (text, fact)


def test_every_fact_that_is_carried_is_tried_here() -> None:
    kinds = {name for name, kind in vars(codec).items() if is_dataclass(kind) and kind.__module__ == codec.__name__}
    assert kinds == {type(fact).__name__ for fact in TEXTS.values()}


@pytest.mark.parametrize(
    ("kind", "text"),
    [(CheckInTap, ""), (CheckInTap, "led"), (CheckInTap, "lead 2026-10-19"), (CheckInTap, "led yesterday"),
     (RideVersion, "r1 two"), (StepTap, "kept c1 more")],
)  # fmt: skip
def test_what_is_none_of_them_is_refused(kind: type, text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the date, the number, the enum or the codec refuses
        decode(kind, text)


def test_a_field_with_a_space_cannot_be_carried() -> None:
    with pytest.raises(ValueError, match="space"):
        encode(LaterTap("this afternoon", "d1"))
