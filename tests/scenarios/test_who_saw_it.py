"""What one of two people shared, who was shown it, and where its author reads that."""

from datetime import UTC, datetime

import pytest

from bot.domain.people.people import Membership, TeamMember
from bot.localslack import PostedMessage, View
from tests.office import Office

END = datetime(2026, 10, 19, 13, 45, tzinfo=UTC)
TOMORROW = datetime(2026, 10, 20, 8, 0, tzinfo=UTC)


def said(thing: PostedMessage | View | None) -> str:
    assert thing is not None
    return str(thing.blocks)


@pytest.fixture(autouse=True)
async def shared(office: Office) -> None:
    """A call of Maria and Tom; both shared what they wrote, so both got both views."""
    await office.starts("maria", leader=True)
    await office.starts("tom")
    maria, tom = office.as_("maria"), office.as_("tom")
    async with office.bot.database.transaction(office.workspace.id) as transaction:
        await transaction.teams.save(TeamMember(maria.id, tom.id, Membership.ACCEPTED))
    await maria.command("/ridealong", "@tom Acme today 15:00 for 45m")
    await maria.submit()
    await tom.press("Confirm")
    await office.jump(END)
    await tom.press("No")
    await tom.press("Add what you saw")
    await tom.submit(answers={"salesperson_went": "The pause", "if": "they ask", "then": "wait", "share": "shared"})
    await maria.press("No")
    await maria.press("Add what you saw")
    await maria.submit(answers={"leader_saw": "A pause", "share": "shared"})


async def test_the_author_reads_it_beside_what_they_wrote(office: Office) -> None:
    maria, tom = office.as_("maria"), office.as_("tom")
    by_maria = f"Seen by <@{maria.id}> on Mon 19 Oct."
    await tom.command("/ridealong", "history @maria")
    assert by_maria in said(tom.ephemerals()[-1])
    await tom.press("Open", where=tom.ephemerals()[-1])
    assert by_maria in said(tom.modal)
    await tom.submit()
    assert said(tom.ephemerals()[-1]).count(by_maria) == 2, "beside the view, and beside the step"
    await tom.command("/secondchair", "map")
    assert by_maria in said(tom.ephemerals()[-1])


async def test_looking_again_on_another_day_is_another_line_and_the_same_day_none(office: Office) -> None:
    maria, tom = office.as_("maria"), office.as_("tom")
    await office.jump(TOMORROW)
    for _ in range(3):
        await maria.command("/secondchair", "map")
        await maria.command("/ridealong", "history @tom")
    await tom.command("/ridealong", "history @maria")
    line = f"Seen by <@{maria.id}> on 2 days, first on Mon 19 Oct, last on Tue 20 Oct."
    assert line in said(tom.ephemerals()[-1])


async def test_the_reader_reads_of_their_own_words_alone(office: Office) -> None:
    maria, tom = office.as_("maria"), office.as_("tom")
    await maria.command("/ridealong", "history @tom")
    shown = said(maria.ephemerals()[-1])
    assert f"Seen by <@{tom.id}>" in shown
    assert f"Seen by <@{maria.id}>" not in shown
    await maria.command("/secondchair", "map")
    assert "Seen by" not in said(maria.ephemerals()[-1])
