"""The messages of a ride-along: when each is sent, and when it is held back."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.blocks.block_kit import Message
from bot.blocks.ridealongs.reflections import reveal
from bot.blocks.ridealongs.ridealongs import state
from bot.domain.deliveries import Delivery
from bot.domain.people.people import Person, PersonStatus
from bot.domain.ridealongs.facts import RideFacts
from bot.domain.ridealongs.ridealongs import Reflection, RideAlong, RideAlongState
from bot.domain.time.schedule import Pause
from bot.nudges import BY_KEY
from bot.nudges.nudge import Facts, Skip
from content.models import Library

START = datetime(2026, 10, 20, 13, tzinfo=UTC)
BRIEF, END = START - timedelta(minutes=30), START + timedelta(hours=1)
TOM = Person("T1", "U2", "Tom", status=PersonStatus.ACTIVE)
MARIA = Person("T1", "U1", "Maria")
NEW = replace(TOM, status=PersonStatus.NEW)
RIDE = RideAlong(
    "R1",
    "T1",
    "U1",
    "U2",
    "Acme",
    starts_at=START,
    length=timedelta(hours=1),
    planned_by="U1",
    confirmed_by=frozenset({"U1"}),
)
BOTH = replace(RIDE, state=RideAlongState.CONFIRMED, confirmed_by=frozenset({"U1", "U2"}))
OFF, OVER = replace(RIDE, state=RideAlongState.CANCELLED), replace(RIDE, state=RideAlongState.OVER)
MINE, THEIRS = Reflection("R1", "U2", END, {}), Reflection("R1", "U1", END, {}, shared=True)


def outcome(
    library: Library, key: str, now: datetime, ride: RideAlong | None = RIDE, who: Person = TOM, **more: object
) -> str:
    """The outcome of the nudge: "said", or why not."""
    subject = str(more.pop("subject", "R1"))
    delivery = Delivery("D1", "T1", "U2", key, subject, on=now.date(), due_at=more.pop("due_at", now))  # type: ignore[arg-type]  # any
    other = more.pop("other", MARIA)
    side = RideFacts(ride, who, other, now, **more) if ride else None  # type: ignore[arg-type]  # any
    said = BY_KEY[key].message(Facts(delivery, now, who, payload=side), library)
    assert isinstance(said, Message | Skip)
    return "said" if isinstance(said, Message) else said.reason


@pytest.mark.parametrize(
    ("ride", "who", "said"),
    [
        (RIDE, TOM, "said"),
        (RIDE, NEW, "said"),
        (BOTH, TOM, "answered or over"),
        (OFF, TOM, "answered or over"),
        (None, TOM, "answered or over"),
        (RIDE, replace(TOM, status=PersonStatus.STOPPED), "stopped"),
        (RIDE, replace(TOM, status=PersonStatus.GONE), "gone"),
    ],
)
def test_an_invitation_reaches_a_stranger_but_nobody_who_stopped(
    library: Library, ride: RideAlong | None, who: Person, said: str
) -> None:
    assert outcome(library, "ridealong_invitation", BRIEF, ride, who) == said


@pytest.mark.parametrize(
    ("ride", "subject", "said"),
    [
        (replace(RIDE, version=1), "R1 1 changed", "said"),
        (replace(RIDE, version=2), "R1 1 changed", "overtaken"),
        (OFF, "R1 0 changed", "overtaken"),
        (OFF, "R1 0 cancelled", "said"),
        (BOTH, "R1 0 confirmed", "said"),
        (RIDE, "R1 0 confirmed", "overtaken"),
        (None, "R1 0 confirmed", "gone"),
    ],
)
def test_news_is_told_while_it_is_still_so(library: Library, ride: RideAlong | None, subject: str, said: str) -> None:
    assert outcome(library, "ridealong_news", BRIEF, ride, subject=subject) == said


@pytest.mark.parametrize(
    ("ride", "news", "moves"),
    [
        (OFF, "cancelled 1", True),
        (RIDE, "changed 1", True),
        (OFF, "cancelled", False),
        (RIDE, "changed", False),
        (BOTH, "confirmed 1", False),
    ],
)
def test_of_what_falls_into_a_pause_they_hear_what_changed_about_a_call_that_they_agreed_to(
    library: Library, ride: RideAlong, news: str, moves: bool
) -> None:
    delivery = Delivery("D1", "T1", "U2", "ridealong_news", f"R1 0 {news}", on=BRIEF.date(), due_at=BRIEF)
    paused = replace(TOM, pauses=(Pause(BRIEF.date()),))
    facts = Facts(delivery, BRIEF, paused, payload=RideFacts(ride, paused, MARIA, BRIEF))
    assert BY_KEY["ridealong_news"].message(facts, library) == Skip("paused", moves=moves)


@pytest.mark.parametrize(("now", "said"), [(START - timedelta(seconds=1), "said"), (START, "over")])
def test_after_a_pause_there_is_no_news_of_a_call_that_would_have_begun(
    library: Library, now: datetime, said: str
) -> None:
    delivery = Delivery(
        "D1", "T1", "U2", "ridealong_news", "R1 0 cancelled 1", on=now.date(), due_at=now, moved_from=now.date()
    )
    message = BY_KEY["ridealong_news"].message(
        Facts(delivery, now, TOM, payload=RideFacts(OFF, TOM, MARIA, now)), library
    )
    assert (message.reason if isinstance(message, Skip) else "said") == said


@pytest.mark.parametrize(
    ("ride", "who", "due_at", "said"),
    [
        (RIDE, TOM, BRIEF, "said"),
        (RIDE, NEW, BRIEF, "not started"),
        (BOTH, NEW, BRIEF, "said"),
        (RIDE, TOM, BRIEF - timedelta(hours=1), "moved"),
        (OFF, TOM, BRIEF, "cancelled or over"),
        (None, TOM, BRIEF, "cancelled or over"),
    ],
)
def test_a_brief_goes_to_the_person_who_agreed_to_hear(
    library: Library, ride: RideAlong | None, who: Person, due_at: datetime, said: str
) -> None:
    assert outcome(library, "ridealong_brief", BRIEF, ride, who, due_at=due_at) == said


def test_before_a_call_with_somebody_who_left_slack_no_brief_comes_and_the_list_says_why(library: Library) -> None:
    gone = replace(MARIA, status=PersonStatus.GONE)
    assert outcome(library, "ridealong_brief", BRIEF, BOTH, due_at=BRIEF, other=gone) == "the other left"
    assert "<@U1> has left Slack" in state(library, RideFacts(RIDE, TOM, gone, BRIEF))
    assert "left" not in state(library, RideFacts(OVER, TOM, gone, BRIEF))


@pytest.mark.parametrize(
    ("ride", "who", "now", "mine", "said"),
    [
        (RIDE, TOM, END, None, "said"),
        (RIDE, NEW, END, None, "not started"),
        (replace(OVER, logged=True), NEW, END, None, "said"),
        (RIDE, TOM, START, None, "moved"),
        (OVER, TOM, END, MINE, "answered"),
        (OFF, TOM, END, None, "cancelled"),
        (None, TOM, END, None, "cancelled"),
    ],
)
@pytest.mark.parametrize("key", ["reflection_leader", "reflection_salesperson"])
def test_the_questions_come_at_the_end(
    library: Library, key: str, ride: RideAlong | None, who: Person, now: datetime, mine: Reflection | None, said: str
) -> None:
    assert outcome(library, key, now, ride, who, mine=mine) == said


@pytest.mark.parametrize(
    ("who", "mine", "theirs", "said"),
    [
        (TOM, MINE, THEIRS, "said"),
        (TOM, None, THEIRS, "said"),
        (TOM, MINE, None, "nothing shared"),
        (NEW, MINE, THEIRS, "said"),
        (NEW, None, THEIRS, "not started"),
    ],
)
def test_the_reveal_shows_only_what_was_shared(
    library: Library, who: Person, mine: Reflection | None, theirs: Reflection | None, said: str
) -> None:
    assert outcome(library, "ridealong_reveal", END, OVER, who, mine=mine, theirs=theirs) == said


def test_a_late_brief_makes_sense_until_the_start() -> None:
    assert BY_KEY["ridealong_brief"].grace == START - BRIEF


@pytest.mark.parametrize(
    ("hours", "said"), [(0, "a day after the call it"), (30, "a day after the call was logged it")]
)
def test_the_questions_say_from_when_the_blind_day_counts(library: Library, hours: int, said: str) -> None:
    ride = replace(OVER, logged=True, logged_at=END + timedelta(hours=hours))
    now = END + timedelta(hours=hours)
    delivery = Delivery("D1", "T1", "U2", "reflection_salesperson", "R1", on=now.date(), due_at=now)
    message = BY_KEY[delivery.nudge].message(
        Facts(delivery, now, TOM, payload=RideFacts(ride, TOM, MARIA, now)), library
    )
    assert said in str(message)


def test_the_page_with_both_views_says_of_a_private_one_that_only_its_author_sees_it(library: Library) -> None:
    private = RideFacts(OVER, TOM, MARIA, END, mine=replace(MINE, answers={"salesperson_went": "So"}), theirs=THEIRS)
    shared = replace(private, mine=replace(MINE, answers={"salesperson_went": "So"}, shared=True))
    pages = [reveal(library, facts) for facts in (private, shared)]
    assert ["both views are open" in page.text for page in pages] == [False, True]
    assert ["Only the two of you see this." in str(page.blocks) for page in pages] == [False, True]
    assert ["Yours is private: only you see it." in str(page.blocks) for page in pages] == [True, False]
