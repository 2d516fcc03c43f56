"""Words behind a command that takes none are never lost: a ride-along is planned with them, or they are said to be
unused.
"""

import pytest

from tests.office import Office
from tests.scenarios.reading import said


@pytest.fixture(autouse=True)
async def team(office: Office) -> None:
    await office.starts("maria", leader=True)
    await office.starts("tom")


@pytest.mark.parametrize(
    ("typed", "customer"),
    [
        ("list Industries thu 3pm", "list Industries"),
        ("Calendar Co @tom", "Calendar Co"),
        ("help Desk tomorrow 25:00", "help Desk"),
        ("History Museum @tom thu 15:00", "History Museum"),
        ("history museum thu 15:00", "history museum"),
    ],
)
async def test_a_customer_whose_name_begins_like_a_command_is_planned_with(
    office: Office, typed: str, customer: str
) -> None:
    maria = office.as_("maria")
    before = len(maria.ephemerals())
    await maria.command("/ridealong", typed)
    assert maria.modal is not None
    assert customer in said(maria.modal)
    assert len(maria.ephemerals()) == before


@pytest.mark.parametrize(
    ("command", "words", "does"),
    [
        ("/ridealong list", "this week", "No ride-along is planned"),
        ("/ridealong help", "list", "What you can type"),
        ("/secondchair today", "please", "prompt"),
        ("/secondchair streak", "since May", "streak"),
        ("/secondchair insights", "of 2025", "Your weeks over time"),
        ("/secondchair help", "pause", "What you can type"),
        ("/secondchair streak", "of @tom & co", "streak"),
        ("/selfcheck", "tomorrow", ""),
        pytest.param("/secondchair delete-me", "*now*", "", id="a form"),
    ],
)
async def test_what_was_not_used_is_said(office: Office, command: str, words: str, does: str) -> None:
    maria = office.as_("maria")
    before = len(maria.ephemerals())
    await maria.command(f"{command} {words}")
    answers = [message.text + said(message) for message in maria.ephemerals()[before:]]
    shown = words.replace("*", "∗").replace("&", "&amp;")
    assert f"`{command}` takes nothing after it, so “{shown}” was not used." in answers[-1]
    assert does in answers[0]
    assert (maria.modal is not None) == (not does)


async def test_a_mention_behind_history_is_all_that_it_takes(office: Office) -> None:
    maria = office.as_("maria")
    await maria.command("/ridealong", "history with @tom please")
    assert maria.modal is None
    assert "takes nothing" not in said(maria.ephemerals()[-1])


async def test_behind_the_checkin_another_week_is_said_to_be_unused(office: Office) -> None:
    maria = office.as_("maria")
    await maria.command("/secondchair checkin last week")
    card, told = (said(message) for message in maria.ephemerals()[-2:])
    assert "The week of Mon 19 Oct" in card
    assert "“last week” was not used" in told
