"""An admin's pages: what each says, and that Slack accepts each of them at its extremes."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.blocks.admin.admin import page, roles
from bot.blocks.admin.participation import participation
from bot.blocks.admin.unreached import unreached
from bot.blocks.block_kit import Message
from bot.blocks.pictures import with_files
from bot.domain.admin.admin import PEOPLE_A_PAGE, AdminFacts, AdminGlance, StartedGroup, Step, Unreached, UnreachedPage
from bot.domain.admin.participation import Participation, participation_of
from bot.domain.aggregates import Aggregate, AggregateKind
from bot.domain.deliveries import DeliveryStatus, UndeliveredCount
from bot.domain.people.people import Person, Workspace
from bot.domain.people.removals import RemovalCount
from bot.localslack.validate import validate
from content.models import Library

NORA = Person("T1", "U1", "Nora", is_admin=True)
FACTS = AdminFacts(NORA, Workspace("T1"), frozenset())
MONDAY = date(2026, 11, 23)


def words(message: Message) -> str:
    blocks, _ = with_files(message.blocks)
    assert validate(blocks, "message") == []
    return str(message.blocks)


@pytest.mark.parametrize("step", list(Step))
def test_each_first_step_says_how_once_those_before_it_are_done(library: Library, step: Step) -> None:
    done = frozenset(list(Step)[: list(Step).index(step)])
    text = words(page(library, replace(FACTS, done=done)))
    assert text.count("✓ ") == len(done)
    assert text.count("→ *") == 1
    assert library.say(f"admin.how.{step}", fewest=5) in text


def test_when_all_is_done_nothing_is_next(library: Library) -> None:
    text = words(page(library, replace(FACTS, done=frozenset(Step))))
    assert "→ *" not in text
    assert "Everything is set up." in text


def test_a_group_of_fewer_than_five_has_no_number(library: Library) -> None:
    text = words(page(library, replace(FACTS, started={StartedGroup.LEADERS: 10}, invited=12)))
    assert "At least 10 people who lead." in text
    assert "Others: fewer than 5 so far" in text
    assert "12 people were invited" in text


def test_roles_name_admins_and_the_installer_and_offer_the_months_that_hold(library: Library) -> None:
    facts = replace(FACTS, admins=("U1", "U2"), installer_id="U9", workspace=Workspace("T1", text_months=7))
    text = words(roles(library, facts))
    assert "<@U1> and <@U2>" in text
    assert "<@U9>" in text
    assert "7 months" in text
    assert "Installed by" not in words(roles(library, FACTS))


def test_the_roles_say_whose_programs_read_the_numbers_and_whose_do_no_more(library: Library) -> None:
    text = words(roles(library, replace(FACTS, admins=("U1",), key_holders=("U1", "U2"))))
    assert "*Access to the numbers for a program:* <@U1>" in text
    assert "*No longer admins, so their programs get no numbers:* <@U2>" in text
    assert "program" not in words(roles(library, FACTS))


@pytest.mark.parametrize(
    ("numbers", "says"),
    [
        pytest.param([], "There is no number yet.", id="no data"),
        pytest.param([8, 9], "*9 people answered the check-in for the week of Mon 16 Nov.*", id="two weeks"),
        pytest.param([5, None] * 13, "*5 people answered", id="half a year"),
    ],
)
def test_participation_is_drawn_with_words_that_say_the_same(
    library: Library, numbers: list[int | None], says: str
) -> None:
    first = MONDAY - timedelta(weeks=len(numbers))
    weeks = [(first + timedelta(weeks=place), number) for place, number in enumerate(numbers)]
    text = words(participation(library, Participation(weeks), is_sent=True))
    assert says in text
    assert ("Send me a CSV file" in text) is bool(numbers)


def test_the_file_of_participation_leaves_small_weeks_empty() -> None:
    facts = Participation([(MONDAY, 7), (MONDAY + timedelta(weeks=1), None)])
    assert facts.as_csv().splitlines() == ["week,people", "2026-11-23,7", "2026-11-30,"]


def test_participation_goes_from_the_first_week_with_a_number_to_the_one_before_this() -> None:
    weeks = [MONDAY - timedelta(weeks=back) for back in (3, 2, 1)]
    counted = [Aggregate(AggregateKind.WEEK, week.isoformat(), datetime(2026, 11, 23, tzinfo=UTC), size)
               for week, size in zip(weeks, (6, 4, 5), strict=True)]  # fmt: skip
    assert participation_of(counted, MONDAY).by_week == ((weeks[0], 6), (weeks[1], None), (weeks[2], 5))


def test_people_who_cannot_be_reached_come_by_reason_and_page(library: Library) -> None:
    reasons = ("user_disabled", "restricted_action_of_2027", "a_word_of_2027", "team_access_not_granted")
    people = [Unreached(f"U{n}", reasons[n % 4], datetime(2026, 11, 23, tzinfo=UTC)) for n in range(PEOPLE_A_PAGE)]
    counts = [UndeliveredCount(DeliveryStatus.REFUSED, f"code_{n}", 2) for n in range(11)]
    text = words(unreached(library, UnreachedPage(people, 50, 1, counts)))
    assert "Their Slack account is closed" in text
    assert "Slack refuses our messages (a_word_of_2027)" in text
    assert "21 to 40 of 50." in text
    assert text.index("Previous page") < text.index("Next page")
    assert "3 more reasons" in text


def test_nobody_to_name_says_so(library: Library) -> None:
    text = words(unreached(library, UnreachedPage((), 0)))
    assert library.say("admin.unreached.none") in text
    assert "Next page" not in text


@pytest.mark.parametrize(
    ("status", "reason", "says"),
    [
        pytest.param("missed", "too late", "3 messages were too late to be of use", id="late"),
        pytest.param("refused", "messages_tab_disabled", "Messages tab is switched off", id="Messages tab"),
        pytest.param("refused", "restricted_action_of_2027", "limits who may post", id="restricted"),
        pytest.param("refused", "user_not_found", "whose Slack account is closed", id="gone"),
        pytest.param("refused", "token_revoked", "Install it again.", id="token"),
        pytest.param("refused", "a_word_of_2027", "refused by Slack (a_word_of_2027)", id="new to us"),
        pytest.param("refused", "error 1a2b", "could not be written", id="a fault of ours"),
        pytest.param("unconfirmed", "missing_scope", "did not let us look (missing_scope)", id="unconfirmed"),
        pytest.param("unconfirmed", "history_limited", "so few looks a minute", id="no time to look"),
    ],
)
def test_an_admin_reads_what_did_not_reach_people_and_why(
    library: Library, status: str, reason: str, says: str
) -> None:
    counts = [UndeliveredCount(DeliveryStatus(status), reason, 3)]
    text = words(unreached(library, UnreachedPage((), 0, counts=counts)))
    assert says in text
    assert library.say("admin.unreached.none") not in text, "that would be said of messages that did not arrive"


def test_the_page_names_how_many_channel_nudges_and_people_there_are(library: Library) -> None:
    text = words(page(library, replace(FACTS, glance=AdminGlance(128, 2), unreached=4)))
    assert "Channel nudges (130)" in text
    assert "Who cannot be reached (4)" in text


def test_an_admin_reads_what_could_not_be_removed_and_why(library: Library) -> None:
    assert "could not be removed" not in words(unreached(library, UnreachedPage((), 0)))
    page_of_one = UnreachedPage((), 0, unremoved=[RemovalCount("is_inactive", 2)])
    assert "2 messages stay in Slack" in words(unreached(library, page_of_one))
    assert "(is_inactive)" in words(unreached(library, page_of_one))


def test_texts_are_kept_from_a_quarter_to_ten_years_or_for_ever(library: Library) -> None:
    menus = [
        block["accessory"]["options"]
        for block in roles(library, FACTS).blocks
        if "options" in block.get("accessory", {})
    ]
    assert [[option["value"] for option in options] for options in menus] == [
        ["3", "6", "12", "18", "24", "36", "60", "120", "0"]
    ]
