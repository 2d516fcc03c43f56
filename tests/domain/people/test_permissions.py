"""Who may do what, cell by cell."""

from itertools import product

import pytest

from bot.domain.installations.upgrades import Upgrade
from bot.domain.people.people import Person, PersonStatus
from bot.domain.people.permissions import RULES, Permission, may, may_upgrade, refusal

ADMIN = Person("T1", "UADMIN", is_admin=True, status=PersonStatus.ACTIVE)
LEADER = Person("T1", "ULEADER", is_leader=True, status=PersonStatus.ACTIVE)
SALESPERSON = Person("T1", "UREP", status=PersonStatus.ACTIVE)

# act: (admin, leader, salesperson), each "." no, "x" yes, "c" in the channel, "o" their own, "l" their salesperson's
TABLE = {
    Permission.PRACTISE: "x x x",
    Permission.CHECK_IN: "x x x",
    Permission.SELF_CHECK: "x x x",
    Permission.GIVE_FEEDBACK: "x x x",
    Permission.ASK_FOR_FEEDBACK: ". x .",
    Permission.READ_INSIGHTS: "x x x",
    Permission.READ_LETTERS: "x x x",
    Permission.TAKE_PROGRAMME: "x x .",
    Permission.CHANGE_SETTINGS: "o o o",
    Permission.KEEP_CALENDAR: "o o o",
    Permission.READ_ANSWERS: "o o o",
    Permission.PLAN_RIDEALONG: "x x x",
    Permission.CHANGE_RIDEALONG: "o o o",
    Permission.NAME_TEAM: "x x .",
    Permission.DECLINE_TEAM: "o o o",
    Permission.READ_HISTORY: "ol ol ol",
    Permission.SAVE_COACHING_MOMENT: "l l l",
    Permission.SET_CHANNEL_NUDGE: "c c .",
    Permission.REMOVE_CHANNEL_NUDGE: "x o o",
    Permission.MARK_PRESSURE_WEEK: "x x .",
    Permission.SEE_ADMIN: "x . .",
    Permission.CHANGE_WORKSPACE: "x . .",
    Permission.INSTALL_AGAIN: "x o o",
    Permission.WRITE_CONTENT: "x . .",
    Permission.WRITE_FOR_TEAM: ". x .",
}
CASES = [
    (person, act, cell)
    for act, row in TABLE.items()
    for person, cell in zip([ADMIN, LEADER, SALESPERSON], row.split(), strict=True)
]


def test_the_table_knows_every_act() -> None:
    assert set(TABLE) == set(RULES) == set(Permission)


@pytest.mark.parametrize(("person", "act", "cell"), CASES)
def test_everybody_may_what_their_cell_says(person: Person, act: Permission, cell: str) -> None:
    for own, leads_them, in_channel in product([True, False], repeat=3):
        allowed = "x" in cell or ("o" in cell and own) or ("l" in cell and leads_them) or ("c" in cell and in_channel)
        assert may(person, act, own=own, leads_them=leads_them, in_channel=in_channel) is allowed


@pytest.mark.parametrize("act", Permission)
@pytest.mark.parametrize(
    ("person", "key"),
    [
        (Person("T1", "U1", is_guest=True, is_admin=True, is_leader=True), "permissions.guest"),
        (Person("T1", "U1", status=PersonStatus.GONE, is_admin=True, is_leader=True), "permissions.gone"),
    ],
)
def test_guests_and_people_who_left_may_do_nothing(act: Permission, person: Person, key: str) -> None:
    problem = refusal(person, act, own=True, leads_them=True, in_channel=True)
    assert problem is not None
    assert problem.key == key


@pytest.mark.parametrize("status", [PersonStatus.NEW, PersonStatus.WELCOMED, PersonStatus.STOPPED])
def test_somebody_who_never_started_or_stopped_may_still_ask(status: PersonStatus) -> None:
    assert may(Person("T1", "U1", status=status), Permission.PLAN_RIDEALONG)


@pytest.mark.parametrize(
    ("person", "act", "key"),
    [
        (ADMIN, Permission.ASK_FOR_FEEDBACK, "permissions.leaders_only"),
        (SALESPERSON, Permission.TAKE_PROGRAMME, "permissions.leaders_only"),
        (ADMIN, Permission.CHANGE_SETTINGS, "permissions.not_yours"),
        (ADMIN, Permission.READ_HISTORY, "permissions.not_yours"),
        (LEADER, Permission.INSTALL_AGAIN, "permissions.admins_only"),
        (ADMIN, Permission.WRITE_FOR_TEAM, "permissions.leaders_only"),
        (SALESPERSON, Permission.SET_CHANNEL_NUDGE, "permissions.leaders_only"),
        (LEADER, Permission.SET_CHANNEL_NUDGE, "permissions.not_in_channel"),
        (SALESPERSON, Permission.REMOVE_CHANNEL_NUDGE, "permissions.setter_or_admin"),
        (ADMIN, Permission.READ_ANSWERS, "permissions.not_yours"),
        (LEADER, Permission.SEE_ADMIN, "permissions.admins_only"),
        (ADMIN, Permission.SAVE_COACHING_MOMENT, "permissions.their_leader_only"),
    ],
)
def test_a_refusal_says_why_and_what_is_not_said_counts_as_no(person: Person, act: Permission, key: str) -> None:
    problem = refusal(person, act)
    assert problem is not None
    assert problem.key == key
    assert not may(person, act)


@pytest.mark.parametrize(
    ("person", "allowed"), [(ADMIN, True), (SALESPERSON, True), (LEADER, False)], ids=["admin", "installer", "leader"]
)
def test_scopes_are_granted_by_admins_and_by_who_installed_it(person: Person, allowed: bool) -> None:
    assert may_upgrade(person, Upgrade("T1", ("files:write",), installer_id=SALESPERSON.user_id)) is allowed
