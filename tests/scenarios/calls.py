"""Maria's call with Tom on the first afternoon, for stories about ride-alongs."""

from datetime import UTC, datetime
from typing import Any

from tests.office import Office

END = datetime(2026, 10, 19, 13, 45, tzinfo=UTC)


async def plan(office: Office, text: str = "@tom Acme today 15:00 for 45m", **answers: Any) -> None:
    """Maria plans it with the command and the form."""
    maria = office.as_("maria")
    await maria.command("/ridealong", text, channel="#sales")
    assert (await maria.submit(answers=answers)).outcome == "closed"


async def is_over(office: Office) -> None:
    """Tom has accepted it, it has taken place, and neither says that there was a take-over."""
    await office.as_("tom").press("Confirm")
    await office.jump(END)
    for name in ("tom", "maria"):
        await office.as_(name).press("No")


async def deletes(office: Office, name: str) -> None:
    """Somebody has their data deleted, and everything that follows is done."""
    await office.as_(name).command("/secondchair", "delete-me")
    assert (await office.as_(name).submit()).outcome != "errors"
