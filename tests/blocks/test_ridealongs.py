"""Every message and form of a ride-along is accepted by Slack, with nasty input from people in it."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import product

import pytest

from bot.blocks.block_kit import Message
from bot.blocks.ridealongs import reflection_form, reflections, ridealongs
from bot.blocks.ridealongs.form import plan_modal
from bot.domain.checkins.commitments import Commitment
from bot.domain.people.people import Person, PersonStatus
from bot.domain.ridealongs.facts import (
    MOST_LISTED,
    Draft,
    Elsewhere,
    History,
    News,
    PlanForm,
    RideFacts,
    RidePage,
    Unclear,
    Understood,
)
from bot.domain.ridealongs.questions import LEADERS, SALESPERSONS
from bot.domain.ridealongs.ridealongs import Reflection, RideAlong, RideAlongState, TakeOver
from bot.domain.ridealongs.terms import CallType, Contract
from bot.localslack.validate import validate
from content.models import Library

NASTY = "<!channel> <@U9> & *bold* https://evil.example \u202eturned"
LIVE = ("<!", "<@U9>", "*bold*", "://", "\u202e")  # the parts that must not appear in mrkdwn
START = datetime(2026, 10, 20, 13, tzinfo=UTC)
MARIA = Person("T1", "U1", "Maria", "Europe/Berlin", status=PersonStatus.ACTIVE, is_leader=True)
TOM = Person("T1", "U2", "Tom", "America/New_York", status=PersonStatus.ACTIVE)
RIDE = RideAlong(
    "R" * 32, "T1", "U1", "U2", NASTY, starts_at=START, length=timedelta(minutes=45), planned_by="U1",
    contract=Contract(signal=NASTY, skill=NASTY), confirmed_by=frozenset({"U1"}),
)  # fmt: skip
STEP = Commitment("C1", "U2", "ridealong:R1", NASTY, NASTY, made_on=date(2026, 10, 20))


def facts(viewer: Person, *, now: datetime = START - timedelta(hours=1), **more: object) -> RideFacts:
    other = TOM if viewer.user_id == "U1" else MARIA
    return replace(RideFacts(RIDE, viewer, other, now), **more)  # type: ignore[arg-type]  # fields of any type


def wrote(author: str, takeover: TakeOver | None = TakeOver.NONE, *, long: bool = True) -> Reflection:
    keys = LEADERS if author == "U1" else SALESPERSONS
    answers = dict.fromkeys(keys, NASTY + "x" * 2900) if long else {}
    return Reflection(RIDE.id, author, START, answers, takeover, moment=NASTY if long else "", shared=True)


def all_text(message: Message) -> str:
    return message.text + json.dumps(message.blocks, ensure_ascii=False)


def mrkdwn(thing: object) -> list[str]:
    """Every text that Slack reads as mrkdwn."""
    if isinstance(thing, dict):
        own = [thing["text"]] if thing.get("type") == "mrkdwn" else []
        return own + [text for part in thing.values() for text in mrkdwn(part)]
    if isinstance(thing, list | tuple):
        return [text for part in thing for text in mrkdwn(part)]
    return []


def check(message: Message) -> None:
    assert validate(list(message.blocks), "message") == []
    for text in [message.text, *mrkdwn(message.blocks)]:
        assert [sign for sign in LIVE if sign in text] == []


RIDES = [
    RIDE,
    replace(RIDE, state=RideAlongState.CONFIRMED, confirmed_by=frozenset({"U1", "U2"})),
    replace(RIDE, state=RideAlongState.CANCELLED),
    replace(RIDE, state=RideAlongState.OVER),
    replace(RIDE, logged=True),
    replace(RIDE, contract=Contract(CallType.MODEL, "leader", "leader")),
    replace(RIDE, contract=Contract(CallType.JOINT)),
]
LOOKS: list[Callable[[Library, RideFacts], Message]] = [
    ridealongs.card,
    ridealongs.invitation,
    ridealongs.brief,
    reflections.card,
    *(lambda library, one, news=news: ridealongs.news(library, one, news) for news in News),
    *(
        lambda library, one, done=done: ridealongs.said(library, one, done)
        for done in ("planned", "logged", "changed", "unchanged", "confirmed", "over", "not_held", "cancelled")
    ),
]


@pytest.mark.parametrize(("ride", "viewer"), list(product(RIDES, [MARIA, TOM, replace(TOM, status=PersonStatus.NEW)])))
def test_every_message_about_a_plan_is_one_that_slack_takes(library: Library, ride: RideAlong, viewer: Person) -> None:
    for look in LOOKS:
        check(look(library, facts(viewer, ride=ride)))
        check(look(library, facts(viewer, ride=ride, last=RIDE, commitment=STEP)))


@pytest.mark.parametrize(
    ("mine", "theirs", "made"),
    list(product([None, "tap", "words"], [None, "tap", "words", "untapped"], [None, STEP])),
)
@pytest.mark.parametrize("viewer", [MARIA, TOM])
def test_every_look_back_is_one_that_slack_takes(
    library: Library, viewer: Person, mine: str | None, theirs: str | None, made: Commitment | None
) -> None:
    other = "U2" if viewer is MARIA else "U1"
    one = facts(viewer, now=START + timedelta(hours=1), made=made)
    one = replace(one, mine=wrote(viewer.user_id, long=mine == "words") if mine else None)
    if theirs:
        takeover = None if theirs == "untapped" else TakeOver.NOBODY_ASKED
        one = replace(one, theirs=wrote(other, takeover, long=theirs == "words"))
        check(reflections.reveal(library, one))
    check(reflections.card(library, one))
    for shown in ("", reflections.REVEAL):
        check(reflections.written(library, one, shown))
    check(reflections.history(library, History(viewer, one.other, (one,) * 14)))
    assert validate(reflection_form.form(library, one, "{}"), "modal") == []


@pytest.mark.parametrize("count", [0, 1, 12])
def test_lists_of_any_length(library: Library, count: int) -> None:
    check(ridealongs.upcoming(library, RidePage((facts(MARIA),) * min(count, MOST_LISTED), count)))
    rides = (facts(MARIA, ride=replace(RIDE, state=RideAlongState.CANCELLED)), facts(MARIA)) * count
    check(reflections.history(library, History(MARIA, TOM, rides)))


FIRST = ["salesperson", "customer", "when", "at"]
UNCLEAR = tuple(Unclear(reason, NASTY) for reason in ("person", "another", "time", "date", "past", "future", "length"))
FORMS = [
    PlanForm("R1", "Europe/Berlin", True, Draft(), understood=Understood()),
    PlanForm("R1", "Europe/Berlin", False, Draft(), understood=Understood(unclear=UNCLEAR)),
    PlanForm("R1", "Europe/Berlin", True, Draft("U2", NASTY * 20, date(2026, 10, 20), time(15), 45), logged=True,
             understood=Understood("U2", NASTY * 20, date(2026, 10, 20), time(15), timedelta(minutes=45))),
    PlanForm("R1", "Europe/Berlin", True, Draft("U2", "Acme", date(2026, 10, 20), time(15), 45), version=3),
]  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_one_that_slack_takes(library: Library, form: PlanForm) -> None:
    view = plan_modal(library, form, "{}")
    assert validate(view, "modal") == []
    assert not [text for text in mrkdwn(view) if any(sign in text for sign in LIVE)]
    fields = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
    assert fields == [name for name in FIRST if name != "salesperson" or form.version is None]
    assert str(view["blocks"]).count("Both of you see everything written here.") == 1


@pytest.mark.parametrize("is_first", [True, False])
def test_the_second_chair_and_the_kinds_of_call_are_said_until_the_first_ride_along(
    library: Library, is_first: bool
) -> None:
    form = json.dumps(plan_modal(library, replace(FORMS[0], is_first=is_first), "{}"), ensure_ascii=False)
    invited = all_text(ridealongs.invitation(library, facts(TOM, number=0 if is_first else 1)))
    for term in ("chair", "coaching", "joint", "model"):
        said = library.say(f"ridealong.terms.{term}")
        assert (said in form, said in invited) == (is_first, is_first)


def test_the_form_says_what_was_understood_and_what_was_not(library: Library) -> None:
    text = json.dumps(plan_modal(library, FORMS[2], "{}"), ensure_ascii=False)
    assert "Tuesday, 20 October 2026 · 15:00 (Europe/Berlin) · 45 minutes" in text
    assert "I could not read" in json.dumps(plan_modal(library, FORMS[1], "{}"))


@pytest.mark.parametrize(("zone", "said"), [("America/New_York", "America/New_York"), ("-05:00", "UTC-05:00")])
def test_a_time_on_another_clock_is_said_on_both(library: Library, zone: str, said: str) -> None:
    elsewhere = Elsewhere("EST", zone, datetime(2026, 10, 22, 20), datetime(2026, 10, 23, 2))  # noqa: DTZ001 - on the wall
    text = Understood("U2", "Acme", date(2026, 10, 23), time(2), elsewhere=elsewhere)
    form = PlanForm("R1", "Europe/Berlin", True, Draft(), understood=text)
    sentence = (
        f"I took EST for {said}: Thursday, 22 October 2026, 20:00 there is Friday, 23 October 2026, 02:00 on your clock"
    )
    assert sentence in json.dumps(plan_modal(library, form, "{}"), ensure_ascii=False)


@pytest.mark.parametrize(
    ("viewer", "ride", "labels"),
    [
        (TOM, RIDE, ["Confirm", "Change", "Cancel", "Add to calendar"]),
        (MARIA, RIDE, ["Change", "Cancel", "Add to calendar"]),
        (TOM, replace(RIDE, state=RideAlongState.CANCELLED), []),
        (TOM, replace(RIDE, state=RideAlongState.OVER), []),
    ],
)
def test_only_what_can_be_done_can_be_pressed(
    library: Library, viewer: Person, ride: RideAlong, labels: list[str]
) -> None:
    blocks = ridealongs.card(library, facts(viewer, ride=ride)).blocks
    rows = [block["elements"] for block in blocks if block["type"] == "actions"]
    assert [button["text"]["text"] for row in rows for button in row] == labels


def test_a_stranger_is_told_what_this_is_and_how_to_decline(library: Library) -> None:
    stranger = replace(TOM, status=PersonStatus.NEW)
    assert "press Cancel" in all_text(ridealongs.invitation(library, facts(stranger)))
    assert "press Cancel" not in all_text(ridealongs.invitation(library, facts(TOM)))
    logged = facts(stranger, ride=replace(RIDE, state=RideAlongState.OVER, logged=True))
    assert "You can leave it unanswered" in all_text(reflections.card(library, logged))


def test_the_reveal_asks_only_where_the_two_differ(library: Library) -> None:
    same = facts(MARIA, mine=wrote("U1"), theirs=wrote("U2"))
    assert "You both saw the same" in all_text(reflections.reveal(library, same))
    differ = replace(same, theirs=wrote("U2", TakeOver.NOBODY_ASKED))
    assert "You saw this differently" in all_text(reflections.reveal(library, differ))


@pytest.mark.parametrize(
    ("viewer", "asked"),
    [(MARIA, "Did you take over at any point?"), (TOM, "Did your manager take over at any point?")],
)
def test_the_card_and_the_form_ask_about_a_take_over_in_the_same_words(
    library: Library, viewer: Person, asked: str
) -> None:
    one = facts(viewer, now=START + timedelta(hours=1))
    assert f"*{asked}*" in all_text(reflections.card(library, one))
    fields = {block.get("block_id"): block for block in reflection_form.form(library, one, "{}")["blocks"]}
    assert fields["takeover"]["label"]["text"] == asked


@pytest.mark.parametrize(
    ("viewer", "role"), [(MARIA, "leader"), (TOM, "salesperson")], ids=["the leader", "the salesperson"]
)
def test_each_call_of_somebody_is_opened_in_other_words(library: Library, viewer: Person, role: str) -> None:
    said = [json.dumps(ridealongs.brief(library, facts(viewer, number=number)).blocks) for number in range(13)]
    asked = [json.dumps(reflections.card(library, facts(viewer, number=number)).blocks) for number in range(13)]
    assert len(set(said)) == len(set(asked)) == 13
    reminded = json.dumps(reflections.card(library, facts(viewer, number=1), reminder=True).blocks)
    assert json.dumps(library.wording("ridealong.reminder", 1))[1:-1] in reminded
    assert asked[1] != reminded


def test_somebody_who_is_new_here_reads_what_this_is_and_no_opening(library: Library) -> None:
    stranger = replace(TOM, status=PersonStatus.NEW)
    shown = [reflections.card(library, facts(stranger, number=number)).blocks for number in range(2)]
    assert shown[0] == shown[1]


@pytest.mark.parametrize(("days", "theirs", "is_open"), [(0, False, False), (0, True, True), (1, False, True)])
def test_what_was_shared_is_open_once_it_is(library: Library, days: int, theirs: bool, is_open: bool) -> None:
    seen = facts(MARIA, now=RIDE.ends_at + timedelta(days), mine=wrote("U1"), theirs=wrote("U2") if theirs else None)
    assert ("who can read it" in all_text(reflections.card(library, seen))) is is_open
