"""First steps that several tests of the page share."""

from tests.playground.page.conftest import Visitor


async def begins(visitor: Visitor, *leaders: str) -> None:
    """These people start, as leaders would."""
    for handle in leaders:
        await visitor.goes(handle, "home")
        await visitor.sees("Start")
        await visitor.goes(handle)
        await visitor.presses("Start")
        await visitor.presses("I lead salespeople")
        await visitor.sees("Name my salespeople")


async def leads(visitor: Visitor, leader: str, *names: str) -> None:
    """This leader names salespeople, and each accepts."""
    await visitor.goes(leader)
    await visitor.presses("Name my salespeople")
    for name in names:
        await visitor.page.locator("dialog.modal").get_by_label(name).check()
    await visitor.page.locator("dialog.modal footer .primary").click()
    await visitor.sees("Your team now")
    await visitor.presses("Close")
    for name in names:
        await visitor.goes(name.split()[0].lower())
        await visitor.presses("Fine with me")
