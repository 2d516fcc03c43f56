"""The story of a quarter: nine people of a sales team, October to December 2026, played message by message.

Time passes as in a jump, so every message is really sent; check-ins, ride-alongs, self-checks and pauses are acted out
in the local Slack. Only the hundreds of daily taps on Done are written straight to storage, and only the last two
weeks' cards are redrawn, which keeps the whole quarter under twenty seconds.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from datetime import UTC, date, datetime, time, timedelta

from bot.blocks.ids import Action
from bot.blocks.prompts import prompts
from bot.domain.people.people import Who
from bot.domain.prompts.answers import Practice, PromptReply
from bot.localslack import PostedMessage
from bot.localslack.people.pressing import find
from bot.playground.actor import Actor
from bot.playground.stage import Stage
from bot.playground.stories.scene import Scene
from content.models import Item

START = datetime(2026, 10, 5, 6, 0, tzinfo=UTC)
WEEKS = 13
EVENING = time(20, 0)  # UTC: late in Berlin, afternoon in the Americas; the one stop each day, when everybody answers
LAST_DAYS = START.date() + timedelta(weeks=WEEKS - 2)
TEAMS = (("maria", "tom", "lea", "priya", "arjun"), ("james", "ben", "ana", "kiri"))
DAILY = {"tom"}  # salespeople who want the daily prompt; leaders get it anyway
# How many prompts out of ten each person answers with Done.
DILIGENCE = {
    "maria": 9,
    "tom": 10,
    "priya": 8,
    "james": 6,
    "ben": 7,
    "ana": 9,
    "kiri": 5,
    "lea": 6,
    "arjun": 3,
    "nora": 7,
}
# The weekly answers, from managing to leading.
WEEKLY = {
    "maria": "MBMBLBLRLLBLLL",
    "james": "RMMBMBMBLRBBLB",
    "nora": "BBLBLLBLBLLBLL",
    "lea": "MBBMBBBLBBLBBL",
}
BUTTONS = {"L": "checkin_led", "B": "checkin_both", "M": "checkin_managed", "R": "checkin_rescued"}
ASKED, CUSTOMER, UNASKED, NONE = (
    f"takeover_{answer}" for answer in ("salesperson_asked", "customer_asked", "nobody_asked", "none")
)


@dataclass(frozen=True, slots=True)
class CustomerCall:
    """A ride-along on the Thursday of a week, and what each of the two says about take-overs."""

    week: int
    leader: str
    salesperson: str
    customer: str
    leader_says: str
    _: KW_ONLY
    salesperson_says: str


CALLS = (
    CustomerCall(1, "maria", "tom", "Acme", UNASKED, salesperson_says=UNASKED),
    CustomerCall(2, "james", "ben", "Summit Parts", UNASKED, salesperson_says=UNASKED),
    CustomerCall(3, "maria", "priya", "Bolt Energy", CUSTOMER, salesperson_says=UNASKED),
    CustomerCall(4, "maria", "tom", "Acme", ASKED, salesperson_says=ASKED),
    CustomerCall(5, "james", "ana", "Rio Frio", NONE, salesperson_says=NONE),
    CustomerCall(8, "maria", "tom", "Bolt Energy", NONE, salesperson_says=NONE),
    CustomerCall(9, "james", "ben", "Summit Parts", CUSTOMER, salesperson_says=CUSTOMER),
    CustomerCall(10, "maria", "priya", "Kiln & Co", NONE, salesperson_says=NONE),
    CustomerCall(11, "maria", "tom", "Acme", NONE, salesperson_says=NONE),
)
SELF_CHECKS = {1: ("maria", "james"), 5: ("james", "maria"), 9: ("maria",), 12: ("maria", "james")}
SHARES = ("none", "some", "most", "all")
# How much each of the two leads, manages and rescues, from 0 (with none) to 3 (with all), in each of their self-checks:
# Maria learns to wait, James manages well and goes on jumping in.
PROFILES: Mapping[str, Mapping[str, Sequence[int]]] = {
    "maria": {"lead": (1, 1, 2, 3), "manage": (2, 2, 2, 2), "rescue": (2, 2, 1, 0)},
    "james": {"lead": (0, 1, 1, 1), "manage": (3, 2, 3, 3), "rescue": (3, 2, 2, 2)},
}
VACATIONS = {6: ("maria", 2), 4: ("lea", 1), 12: ("ana", 1)}  # from the Monday of a week, for so many weeks


async def play_quarter(stage: Stage) -> None:
    """Play the quarter on a fresh stage that begins at START. It ends on a Tuesday, after the digest and the
    letters.
    """
    scene = Scene(stage)
    await _begin(scene)
    for week in range(WEEKS):
        await _week(scene, week)
    await stage.jump(START + timedelta(weeks=WEEKS, days=1, hours=10, minutes=30))
    for member in stage.team.members:
        await scene(member.handle).client.open_home()
    await stage.settle()


async def _begin(scene: Scene) -> None:
    for leader in ("nora", "maria", "lea"):
        await scene.starts(leader)
    await scene("nora").command("/secondchair nudge #sales 08:30 tue", channel="#sales")
    await scene("nora").command("/secondchair nudge digest #leaders 16:00 mon")
    await _names(scene, *TEAMS[0])
    await scene.until("8:00", "james")
    await scene.starts("james")
    await _names(scene, *TEAMS[1])


async def _names(scene: Scene, leader: str, *team: str) -> None:
    await scene(leader).press("Name my salespeople")
    await scene(leader).submit({"people": scene.ids(*team)})
    await scene(leader).close(everything=True)


async def _join(scene: Scene) -> None:
    """On the first evening, when the invitation has come to everybody in their own working hours."""
    for _leader, *team in TEAMS:
        for handle in team:
            await scene(handle).press("Fine with me")
            if handle in DAILY:
                await scene(handle).press("Send me the daily prompt too")


async def _week(scene: Scene, week: int) -> None:
    monday = START.date() + timedelta(weeks=week)
    for day in range(5):
        on = monday + timedelta(days=day)
        await _arrive(scene, on)
        if on == START.date():
            await _join(scene)
        await _answers(scene, on)
        if day == 0:
            await _leave(scene, week, monday)
        if day == 1:
            await _plan(scene, week)
        if day == 2:
            await _confirm(scene, week)
            await _check_themselves(scene, week)
        if day == 3:
            await _reflect(scene, week)
        if day == 4:
            await _check_in(scene, week)


async def _arrive(scene: Scene, on: date) -> None:
    await scene.stage.jump(datetime.combine(on, EVENING, tzinfo=UTC))


async def _answers(scene: Scene, on: date) -> None:
    """Tap Done for those who answer today."""
    for handle, tenths in DILIGENCE.items():
        if (on.toordinal() * 7 + len(handle) * 3 + ord(handle[0])) % 10 < tenths:
            message = _newest(scene(handle), Action.PROMPT_DONE)
            if message is not None:
                await _done(scene.stage, scene(handle).id, message, is_drawn=on > LAST_DAYS)


async def _done(stage: Stage, user_id: str, message: PostedMessage, *, is_drawn: bool) -> None:
    delivery_id = find(message, Action.PROMPT_DONE, ("button",)).element["value"]
    if is_drawn:
        facts = await stage.bot.services.prompts.answer(Who(stage.workspace.id, user_id), delivery_id, PromptReply.DONE)
        card = prompts.card(stage.bot.library, facts)
        stage.slack.state.edit(stage.workspace, message, text=card.text, blocks=card.blocks)
        return
    async with stage.bot.database.transaction(stage.workspace.id) as transaction:
        delivery = await transaction.outbox.get(delivery_id)
        if delivery is not None:
            done = Practice(user_id, delivery_id, delivery.content_id, delivery.on, PromptReply.DONE, at=stage.now)
            await transaction.answers.save(done)


async def _check_in(scene: Scene, week: int) -> None:
    await _press(scene, {handle: BUTTONS[answers[week]] for handle, answers in WEEKLY.items()})


async def _reflect(scene: Scene, week: int) -> None:
    for call in CALLS:
        if call.week == week:
            await _press(scene, {call.leader: call.leader_says, call.salesperson: call.salesperson_says})


async def _plan(scene: Scene, week: int) -> None:
    for call in CALLS:
        if call.week == week:
            at = "15:00" if call.leader == "maria" else "10:00"
            await scene(call.leader).command(f"/ridealong @{call.salesperson} {call.customer} thu {at}")
            await scene(call.leader).submit({"signal": "What have you seen elsewhere?"})
            await scene(call.leader).close(everything=True) if scene(call.leader).modal else None


async def _confirm(scene: Scene, week: int) -> None:
    for call in CALLS:
        if call.week == week:
            await _press(scene, {call.salesperson: "ridealong_confirm"})


async def _check_themselves(scene: Scene, week: int) -> None:
    """Answer the self-checks, each in their own way."""
    for handle in SELF_CHECKS.get(week, ()):
        actor = scene(handle)
        await actor.command("/selfcheck")
        items, month = scene.stage.bot.library.items.values(), week // 4
        await actor.tap_answers({item.id: _share(handle, item, month, at) for at, item in enumerate(items)})
        await actor.close(everything=True)


def _share(handle: str, item: Item, month: int, at: int) -> str:
    """The answer to the statement at place `at`: what the person's profile says, or one less for every fourth."""
    level = PROFILES[handle][item.scale][month] - (at % 4 == 3)
    return "not_up" if level < 0 else SHARES[level]


async def _leave(scene: Scene, week: int, monday: date) -> None:
    if week in VACATIONS:
        handle, weeks = VACATIONS[week]
        last = monday + timedelta(weeks=weeks, days=-3)
        await scene(handle).command(f"/secondchair pause until {last.isoformat()}")
    if week == 9:
        await scene("maria").command(f"/secondchair pressure {(monday + timedelta(weeks=1)).isoformat()}")


async def _press(scene: Scene, buttons: dict[str, str]) -> None:
    """Press a button for several people at the same time, each in the newest message that has it; people without one
    are skipped.
    """
    newest = {handle: _newest(scene(handle), button) for handle, button in buttons.items()}
    acts = [scene(handle).client.press(message, buttons[handle]) for handle, message in newest.items() if message]
    await asyncio.gather(*acts)
    await scene.stage.settle()


def _newest(actor: Actor, button: str) -> PostedMessage | None:
    for message in reversed(actor.dm()[-6:]):
        if any(part.get("action_id") == button for block in message.blocks for part in block.get("elements", ())):
            return message
    return None
