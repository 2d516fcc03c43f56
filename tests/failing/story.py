"""A week in which nearly everything is open at some point, with stops at which to do it."""

from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from functools import partial

from bot.playground.stories.scene import Scene
from bot.playground.stories.story import CHAPTERS
from tests.failing.acts import Act
from tests.office import Office

PEOPLE = ("nora", "maria", "tom", "lea", "james", "ben", "priya", "arjun")
Step = Callable[[Scene], Awaitable[None]]
LEADERS = (
    "today|checkin|streak|insights|letter|map|one-to-one @tom|pressure|pressure next week|programme|settings|"
    "settings prompt 8:30|pause|pause until friday|resume|stop|export|delete-me|content team|help"
)
ADMINS = (
    "nudge #americas 09:00|nudge list|nudge off #sales|nudge digest #americas 16:00 tue|admin|retention|retention 12|"
    "whatworks|content|numbers|api|api off|webhook https://example.com/x|webhook|webhook off|webhook keep"
)
RIDEALONGS = "@tom Acme fri 15:00|log @tom Acme yesterday|list|history @tom|calendar|subscribe|subscribe off|help"


async def _a_call_to_confirm(scene: Scene) -> None:
    await scene("maria").command("/ridealong @tom Bolt fri 10:00")
    await scene("maria").submit()


async def _a_call_that_is_over(scene: Scene) -> None:
    await scene("lea").command("/ridealong log @tom Kiln yesterday 15:00")
    await scene("lea").submit()


async def _what_nobody_knows(scene: Scene) -> None:
    await scene("maria").send("dm", "please stop the prompts and show my streak")


async def _james_asks_his_team(scene: Scene) -> None:
    await scene("james").command("/selfcheck")
    await scene("james").tap_answers(dict.fromkeys(scene.stage.bot.library.items, "some"))
    await scene("james").press("twin_invite")
    await scene("james").close(everything=True)
    await scene.stage.jump(scene.stage.now + timedelta(days=1))


async def _his_team_answers(scene: Scene) -> None:
    library = scene.stage.bot.library
    for handle in ("ben", "ana", "kiri"):
        await scene(handle).press("twin_open")
        await scene(handle).tap_answers(dict.fromkeys(library.items, library.seen[0].key))
    await scene.stage.jump(scene.stage.now + timedelta(days=8))


MORE = (_a_call_to_confirm, _a_call_that_is_over, _what_nobody_knows, _james_asks_his_team, _his_team_answers)
STOPS: tuple[Step, ...] = (*(chapter.tell for chapter in CHAPTERS), *MORE)


def typed(office: Office) -> Iterator[Act]:
    """Every command, and the shortcut on a message."""
    lines = [("maria", "/secondchair", words) for words in LEADERS.split("|")]
    lines += [("nora", "/secondchair", words) for words in ADMINS.split("|")]
    lines += [("maria", "/ridealong", words) for words in RIDEALONGS.split("|")]
    lines += [("maria", "/selfcheck", ""), ("priya", "/selfcheck", ""), ("maria", "/selfcheck", "help")]
    for handle, name, words in lines:
        typing = partial(office.as_(handle).client.command, name, words, "sales")
        yield Act(f"type {name} {words} as {handle}", handle, typing)
    maria, tom = office.as_("maria").client, office.as_("tom").id
    said = [message for message in maria.messages("sales") if message.user == tom]
    if said:
        yield Act("use coaching_moment", "maria", partial(maria.shortcut, "coaching_moment", said[-1]))
