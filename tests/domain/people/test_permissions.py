"""Who may do what, cell by cell."""

from itertools import product

import pytest

from bot.domain.people.people import Person, Standing
from bot.domain.people.permissions import RULES, Act, may, refusal

ADMIN = Person("T1", "UADMIN", is_admin=True, standing=Standing.ACTIVE)
LEADER = Person("T1", "ULEADER", is_leader=True, standing=Standing.ACTIVE)
SALESPERSON = Person("T1", "UREP", standing=Standing.ACTIVE)

# act: (admin, leader, salesperson), each "." no, "x" yes, "c" in the channel, "o" their own, "l" their salesperson's
TABLE = {
    Act.PRACTISE: "x x x",
    Act.CHECK_IN: "x x x",
    Act.SELF_CHECK: "x x x",
    Act.ASK_FOR_VIEWS: ". x .",
    Act.CHANGE_SETTINGS: "o o o",
    Act.READ_ANSWERS: "o o o",
    Act.PLAN_RIDEALONG: "x x x",
    Act.CHANGE_RIDEALONG: "o o o",
    Act.NAME_TEAM: "x x .",
    Act.DECLINE_TEAM: "o o o",
    Act.READ_HISTORY: "ol ol ol",
    Act.SAVE_COACHING_MOMENT: "l l l",
    Act.SET_CHANNEL_NUDGE: "c c .",
    Act.REMOVE_CHANNEL_NUDGE: "x o o",
    Act.MARK_PRESSURE_WEEK: "x x .",
    Act.SEE_ADMIN: "x . .",
    Act.CHANGE_WORKSPACE: "x . .",
    Act.INSTALL_AGAIN: "x o o",
}
CASES = [
    (person, act, cell)
    for act, row in TABLE.items()
    for person, cell in zip([ADMIN, LEADER, SALESPERSON], row.split(), strict=True)
]


def test_the_table_knows_every_act() -> None:
    assert set(TABLE) == set(RULES) == set(Act)


@pytest.mark.parametrize(("person", "act", "cell"), CASES)
@pytest.mark.parametrize(("own", "leads_them", "in_channel"), list(product([True, False], repeat=3)))
def test_everybody_may_what_their_cell_says(
    person: Person, act: Act, cell: str, *, own: bool, leads_them: bool, in_channel: bool
) -> None:
    allowed = "x" in cell or ("o" in cell and own) or ("l" in cell and leads_them) or ("c" in cell and in_channel)
    assert may(person, act, own=own, leads_them=leads_them, in_channel=in_channel) is allowed


@pytest.mark.parametrize("act", Act)
@pytest.mark.parametrize(
    ("person", "key"),
    [
        (Person("T1", "U1", is_guest=True, is_admin=True, is_leader=True), "permissions.guest"),
        (Person("T1", "U1", standing=Standing.GONE, is_admin=True, is_leader=True), "permissions.gone"),
    ],
)
def test_guests_and_people_who_left_may_do_nothing(act: Act, person: Person, key: str) -> None:
    problem = refusal(person, act, own=True, leads_them=True, in_channel=True)
    assert problem is not None
    assert problem.key == key


@pytest.mark.parametrize("standing", [Standing.NEW, Standing.WELCOMED, Standing.STOPPED])
def test_whoever_never_started_or_stopped_may_still_ask(standing: Standing) -> None:
    assert may(Person("T1", "U1", standing=standing), Act.PLAN_RIDEALONG)


@pytest.mark.parametrize(
    ("person", "act", "key"),
    [
        (SALESPERSON, Act.SET_CHANNEL_NUDGE, "permissions.leaders_only"),
        (LEADER, Act.SET_CHANNEL_NUDGE, "permissions.not_in_channel"),
        (SALESPERSON, Act.REMOVE_CHANNEL_NUDGE, "permissions.setter_or_admin"),
        (ADMIN, Act.READ_ANSWERS, "permissions.not_yours"),
        (LEADER, Act.SEE_ADMIN, "permissions.admins_only"),
        (ADMIN, Act.SAVE_COACHING_MOMENT, "permissions.their_leader_only"),
    ],
)
def test_a_refusal_says_why(person: Person, act: Act, key: str) -> None:
    problem = refusal(person, act)
    assert problem is not None
    assert problem.key == key
