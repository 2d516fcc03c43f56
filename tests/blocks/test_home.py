"""The Home tab as Slack would show it: for everybody, within its limits."""

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.blocks.home.about import about
from bot.blocks.home.home import home
from bot.domain.admin.admin import AdminGlance
from bot.domain.checkins.checkins import CheckIn, CheckInAnswer, CheckInFacts
from bot.domain.home import HomeFacts
from bot.domain.people.people import Membership, Person, PersonStatus, Position, TeamMember
from bot.domain.prompts.answers import PromptFacts
from bot.domain.prompts.selection import PromptChoice, Reason
from bot.domain.prompts.streaks import DayMark, Streak, StreakFacts
from bot.domain.ridealongs.facts import RideFacts, RidePage
from bot.domain.ridealongs.ridealongs import RideAlong
from bot.domain.time.schedule import Pause
from bot.localslack.validate import validate
from bot.nudges import NUDGES
from bot.playground.gallery import surfaces
from content.models import Library

NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
MONDAY = date(2026, 11, 23)
MOST_WORDS = 150
LEADER = Person("T1", "U1", "Maria", "Europe/Berlin", status=PersonStatus.ACTIVE, is_leader=True)
MARIA = replace(LEADER, position=Position.LEADER)


def text_of(view: dict[str, Any]) -> str:
    return json.dumps(view["blocks"], ensure_ascii=False)


def words_in(part: Any) -> int:
    """The words that people read, button labels included; a picture's alternative text is not."""
    if isinstance(part, list):
        return sum(map(words_in, part))
    if not isinstance(part, dict) or part.get("type") in {"image", "option"}:
        return 0
    text = part.get("text")
    own = len(re.findall(r"[\w’-]+", text)) if isinstance(text, str) else 0
    return own + sum(words_in(value) for key, value in part.items() if key != "options")


def headers(view: dict[str, Any]) -> list[str]:
    return [block["text"]["text"] for block in view["blocks"] if block["type"] == "header"]


def everything(library: Library) -> HomeFacts:
    """A Home tab with everything that it can hold."""
    choice = PromptChoice(next(iter(library.prompts.values())), Reason.FRESH)
    streak = Streak(4, 8, 2)
    ride = RideAlong(
        "r",
        "T1",
        "U1",
        "U3",
        "ACME & <!channel>",
        starts_at=NOW + timedelta(days=2),
        length=timedelta(hours=1),
        planned_by="U1",
    )
    return HomeFacts(
        person=replace(MARIA, is_admin=True),
        now=NOW,
        prompt=PromptFacts("d1", choice, False, None, 0, streak=streak),
        week=CheckInFacts(MONDAY, CheckIn("U1", MONDAY, CheckInAnswer.LED, NOW), None, None, Streak(1, 1, 1)),
        streaks=StreakFacts(streak, Streak(1, 1, 1)),
        rides=RidePage((RideFacts(ride, MARIA, Person("T1", "U3"), NOW),), 8),
        leaders=[TeamMember(f"U{n}", "U1", status) for n, status in enumerate(Membership)],
        admin=AdminGlance(128, 2, 3),
        missing=frozenset({"rides"}),
    )


def test_slack_takes_a_home_tab_with_everything(library: Library) -> None:
    view = home(library, everything(library))
    assert validate(view, "home") == []
    assert len(view["blocks"]) <= 100


def test_who_sees_what_and_the_attribution_are_a_tap_away(library: Library) -> None:
    view = about(library)
    assert validate(view, "modal") == []
    assert library.say("home.privacy.text") in text_of(view)
    assert library.say("attribution.line") in text_of(view)


def test_a_customers_name_rings_nobody(library: Library) -> None:
    assert "<!channel>" not in text_of(home(library, everything(library)))


@pytest.mark.parametrize("status", [PersonStatus.NEW, PersonStatus.WELCOMED, PersonStatus.STOPPED])
def test_a_first_time_visitor_sees_what_this_is_and_a_button_to_start(library: Library, status: PersonStatus) -> None:
    view = home(library, HomeFacts(replace(MARIA, status=status), NOW))
    assert validate(view, "home") == []
    assert library.say("home.welcome.what") in text_of(view)
    assert '"action_id": "start"' in text_of(view)
    assert (library.say("home.welcome.stopped") in text_of(view)) == (status is PersonStatus.STOPPED)


def test_a_guest_reads_one_sentence(library: Library) -> None:
    view = home(library, HomeFacts(replace(MARIA, is_guest=True), NOW))
    assert [block["text"]["text"] for block in view["blocks"]] == [library.say("permissions.guest")]


def test_somebody_who_has_nothing_yet_reads_when_the_first_prompt_comes(library: Library) -> None:
    none = Streak(0, 0, 2)
    week = CheckInFacts(MONDAY, None, None, None, none)
    facts = HomeFacts(MARIA, NOW, week=week, streaks=StreakFacts(none, none))
    view = home(library, replace(facts, next_prompt_at=NOW + timedelta(hours=1, minutes=30)))
    assert validate(view, "home") == []
    assert "Next: Mon 23 Nov, 09:30 (Europe/Berlin)" in text_of(view)
    assert library.say("home.picture") in text_of(view)


def test_a_salesperson_is_asked_no_checkin_and_has_ways_of_their_own(library: Library) -> None:
    view = home(library, HomeFacts(replace(MARIA, is_leader=False, position=Position.SALESPERSON, prompt_at=None), NOW))
    assert library.questions["checkin.answer"].text not in text_of(view)
    assert library.say("home.ways.page") in text_of(view)
    assert library.say("home.ways.insights") not in text_of(view)


def test_only_a_leader_who_waits_for_an_answer_is_named(library: Library) -> None:
    text = text_of(home(library, replace(everything(library), admin=None)))
    assert [f"<@U{number}>" in text for number, _ in enumerate(Membership)] == [
        status is Membership.NAMED for status in Membership
    ]


@pytest.mark.parametrize(
    ("pause", "says", "button"),
    [
        pytest.param(Pause(MONDAY, MONDAY + timedelta(days=4)), "until Fri 27 Nov, included", "Resume now", id="on"),
        pytest.param(Pause(MONDAY), "until you resume", "Resume now", id="on, open"),
        pytest.param(Pause(date(2026, 12, 20), date(2027, 1, 4)), "20 Dec", "Drop it", id="to come"),
        pytest.param(Pause(date(2026, 12, 20)), "from Sun 20 Dec until you resume", "Drop it", id="to come, open"),
    ],
)
def test_a_pause_stands_at_the_top_with_the_button_that_ends_it(
    library: Library, pause: Pause, says: str, button: str
) -> None:
    banner = home(library, HomeFacts(replace(MARIA, pauses=(pause,)), NOW))["blocks"][0]
    assert says in banner["text"]["text"]
    assert banner["accessory"]["text"]["text"] == button


@pytest.mark.parametrize(
    "pause",
    [
        pytest.param(Pause(date(2026, 11, 2), date(2026, 11, 6)), id="over"),
        pytest.param(Pause(date(2027, 3, 1), date(2027, 3, 5)), id="months away"),
    ],
)
def test_a_pause_that_is_over_or_far_away_is_no_news(library: Library, pause: Pause) -> None:
    assert '"resume"' not in text_of(home(library, HomeFacts(replace(MARIA, pauses=(pause,)), NOW)))


def test_the_ordinary_tab_has_few_words(library: Library) -> None:
    weeks = (CheckInAnswer.LED, CheckInAnswer.BOTH)
    facts = replace(everything(library), admin=None, leaders=(), missing=frozenset(), answered_weeks=weeks)
    acme = replace(facts.rides.rides[0], ride=replace(facts.rides.rides[0].ride, customer="Acme"))
    facts = replace(facts, rides=RidePage((acme,), 8))
    assert facts.prompt
    counts = [
        words_in(home(library, replace(facts, prompt=replace(facts.prompt, choice=PromptChoice(prompt, Reason.FRESH)))))
        for prompt in library.prompts.values()
        if prompt.audience == "leader"
    ]
    assert max(counts) < MOST_WORDS


def test_every_ordinary_home_tab_of_the_gallery_has_fewer_than_150_words(library: Library) -> None:
    """An ordinary tab has no open one-off question, and is not an admin's."""
    once = ("position_leader", "team_accept", "admin_open", library.say("home.missing"))
    homes = [shown for shown in surfaces._looks(library) if shown.surface == "home"]
    homes = [shown for shown in homes if not any(part in str(shown.blocks) for part in once)]
    assert len(homes) > 1
    assert {shown.key: count for shown in homes if (count := words_in(list(shown.blocks))) >= MOST_WORDS} == {}


def test_a_picture_is_there_before_anything_was_answered(library: Library) -> None:
    days = tuple((MONDAY - timedelta(days=back), DayMark.OPEN) for back in reversed(range(7 * 26)))
    none = Streak(0, 0, 2)
    view = home(library, HomeFacts(MARIA, NOW, streaks=StreakFacts(none, None, days)))
    assert [block["type"] for block in view["blocks"]].count("image") == 1
    assert library.say("home.picture") in str(view["blocks"])


@pytest.mark.parametrize("key", ["sees", "sees_head"])
def test_who_sees_a_check_in_is_said_in_at_most_twelve_words(library: Library, key: str) -> None:
    assert len(library.say(f"home.week.{key}").split()) <= 12


def test_an_admin_reads_how_the_workspace_stands_and_nobody_else_does(library: Library) -> None:
    title = library.say("admin.title")
    assert title not in headers(home(library, HomeFacts(MARIA, NOW)))
    view = home(library, HomeFacts(MARIA, NOW, admin=AdminGlance(128, 2, 3)))
    assert title in headers(view)
    assert "128 channel nudges run. 2 are paused. 3 messages did not reach people" in text_of(view)
    assert library.say("admin.open") in text_of(view)


def test_every_recurring_nudge_to_a_person_has_a_name_on_the_home_tab(library: Library) -> None:
    keys = [nudge.key for nudge in NUDGES if nudge.rhythm is not None]
    assert [key for key in keys if f"nudges.{key}" not in library.words] == []


def test_what_waits_or_has_a_time_comes_first_then_one_picture(library: Library) -> None:
    weeks = tuple([CheckInAnswer.LED] * 3)
    view = home(library, replace(everything(library), admin=None, leaders=(), answered_weeks=weeks))
    assert headers(view) == []
    text = str(view["blocks"])
    places = [text.index(part) for part in ("Today’s prompt", "prompt_done", "checkin_led", "Next ride-along")]
    assert places == sorted(places)
    kinds = [block["type"] for block in view["blocks"]]
    assert kinds.count("image") == 1
    next_ride = next(place for place, block in enumerate(view["blocks"]) if "Next ride-along" in str(block))
    assert next_ride < kinds.index("image") < len(kinds) - 3
