"""Nobody ever sees more than the line beside the input promised: marked texts, random sharing, and everybody's view.

Every text is a unique mark, written in every text field of every form on the way. What the form says beside the field
is the promise; after every step, everything that anybody can see is searched for every mark.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from bot.domain.people.people import TeamMember
from bot.localslack import PostedMessage
from tests.office import Office
from tests.scenarios.reading import of

PEOPLE = ("maria", "tom", "lea", "priya", "nora")
PAIR = frozenset({"maria", "tom"})
START = datetime(2026, 10, 19, 13, 0, tzinfo=UTC)
END = START + timedelta(minutes=45)


@dataclass(eq=False)
class Mark:
    """One text: who wrote it, and who may see it as promised, where sharing decides only once it `is_open`."""

    text: str
    author: str
    promise: str
    is_open: bool = False

    def may_be_seen_by(self, handle: str) -> bool:
        if handle == self.author:
            return True
        return handle in PAIR and (self.promise == "both" or (self.promise == "shared" and self.is_open))


def promise_in(hint: str) -> str:
    """What the line above the inputs says, or the one at the input. Saying nothing about who sees it fails the test."""
    for words, promise in (
        ("unless you share it below", "shared"),
        ("Both of you see", "both"),
        ("Only you see", "own"),
    ):
        if words in hint:
            return promise
    raise AssertionError(f"nothing is promised of the input: {hint!r}")


@dataclass
class Play:
    """The office at work: fills every form with marks and remembers what was promised about each."""

    office: Office
    random: Random
    marks: list[Mark] = field(default_factory=list)
    current: dict[str, list[Mark]] = field(default_factory=dict)
    shared: dict[str, bool] = field(default_factory=dict)
    tapped: set[str] = field(default_factory=set)

    async def fill(self, handle: str, **answers: str) -> list[Mark]:
        """Submit the form in front with a new mark in each of its text fields."""
        one, made = self.office.as_(handle), dict[str, Mark]()
        if "'more'" in str(one.modal and one.modal.blocks):
            await one.press("more")
        await self.check(handle)
        assert one.modal is not None
        of_all = [block["elements"][0]["text"] for block in one.modal.blocks if block["type"] == "context"]
        for block in one.modal.blocks:
            if block["type"] == "input" and block["element"]["type"] == "plain_text_input":
                promise = promise_in(block.get("hint", {}).get("text", "") + " ".join(of_all))
                made[block["block_id"]] = Mark(f"zq{len(self.marks)}qz", handle, promise)
                self.marks.append(made[block["block_id"]])
        given = {name: mark.text for name, mark in made.items()} | answers
        assert (await one.submit(given)).errors == {}
        if one.modal is not None:
            await one.close(everything=True)
        return list(made.values())

    def card(self, handle: str) -> PostedMessage:
        """The message where somebody reflects on the call."""
        return next(one for one in self.office.as_(handle).dm() if "ow was the call" in of(one))

    async def tap(self, handle: str) -> None:
        if handle not in self.tapped:
            await self.office.as_(handle).press(self.random.choice(["No", "takeover_nobody_asked"]), self.card(handle))
            self.tapped.add(handle)

    async def write(self, handle: str) -> None:
        """Rewrite everything, and share it or not."""
        await self.tap(handle)
        await self.office.as_(handle).press("reflection_open", self.card(handle))
        share = self.random.random() < 0.5
        self.current[handle] = await self.fill(handle, share="shared" if share else "private")
        self.shared[handle] = share

    def open_what_may_be_open(self) -> None:
        """Open what is shared, once both have handed in (a tap does not count) or a day has passed."""
        if len(self.current) == 2 or self.office.now >= END + timedelta(days=1):
            for handle in [one for one, shared in self.shared.items() if shared]:
                for mark in self.current[handle]:
                    mark.is_open = True

    async def sees(self, handle: str, *, anew: bool = True) -> str:
        """Everything that somebody sees: messages, modals, the Home tab (redrawn with `anew`) and the channel."""
        one = self.office.as_(handle)
        if anew:
            await one.open_home()
        said = [message for message in one.client.messages("#sales") if message.user]
        return " ".join(map(of, [*one.dm(), *one.ephemerals(), *said, one.modal, one.home]))

    async def check(self, asking: str = "") -> None:
        """Check what everybody sees, or only the person who asked for something: that only reads, so that their Home
        tab shows the same.
        """
        self.open_what_may_be_open()
        for handle in (asking,) if asking else PEOPLE:
            seen = await self.sees(handle, anew=not asking)
            wrong = [mark for mark in self.marks if mark.text in seen and not mark.may_be_seen_by(handle)]
            assert wrong == [], f"{handle} sees {wrong}"

    async def look_everywhere(self) -> int:
        """Everybody asks for everything there is, and opens every call that is listed. Returns how many calls."""
        opened = 0
        for handle in PEOPLE:
            one = self.office.as_(handle)
            for command, text in (
                ("/ridealong", "list"), ("/ridealong", "history @tom"), ("/ridealong", "history @maria"),
                ("/secondchair", "today"), ("/secondchair", "checkin"), ("/secondchair", "streak"),
            ):  # fmt: skip
                await one.command(command, text)
                shown = one.ephemerals()[-1] if one.ephemerals() else None
                await self.check(handle)
                if shown is not None and "history" in text:
                    for call_id in [block["accessory"]["value"] for block in shown.blocks if "accessory" in block]:
                        await one.press(call_id, shown)
                        await self.check(handle)
                        await one.close(everything=True)
                        opened += 1
                assert one.modal is None
        await self.check()
        return opened


@pytest.mark.parametrize("seed", range(2))
async def test_nobody_sees_what_was_not_promised(office: Office, seed: int) -> None:
    play = Play(office, Random(seed))
    await begin(office)
    await office.jump(datetime(2026, 10, 19, 6, 30, tzinfo=UTC))
    alone: list[Callable[[], Awaitable[None]]] = [lambda: note(play, "maria"), lambda: note(play, "tom")]
    alone += [lambda: moment(play), lambda: checkin(play)]
    play.random.shuffle(alone)
    for act in alone:
        await act()
    await call(play)
    await play.check()
    await office.jump(END)
    steps = [(play.tap, "maria"), (play.tap, "tom"), (play.write, "maria"), (play.write, "tom")] * 2
    play.random.shuffle(steps)
    for place, (step, handle) in enumerate(steps):
        if place == seed + 2:
            await office.wait(hours=25)
        await step(handle)
        await play.check()
    await call(play, "tomorrow 17:00")
    await office.wait(days=2)
    assert await play.look_everywhere() == 4  # each of the two opens both calls
    assert not all(play.shared.values())  # otherwise there is nothing left that one of them may not read
    for handle in PAIR:  # authors see their own texts, otherwise the test would hold for an empty room
        seen = await play.sees(handle)
        assert [mark for mark in play.current[handle] if mark.text in seen]


async def begin(office: Office) -> None:
    """Maria leads Tom and Lea; Nora is an admin."""
    await office.starts("maria", leader=True)
    await office.starts("tom", "lea", "priya", "nora")
    async with office.bot.database.transaction(office.workspace.id) as transaction:
        for handle in ("tom", "lea"):
            await transaction.teams.save(TeamMember(office.as_("maria").id, office.as_(handle).id))


async def note(play: Play, handle: str) -> None:
    """A note to oneself about today's prompt."""
    one = play.office.as_(handle)
    await one.press("prompt_reflect", next(each for each in one.dm() if "prompt_reflect" in of(each)))
    await play.fill(handle)


async def moment(play: Play) -> None:
    """A coaching moment about Tom."""
    message = await play.office.as_("tom").send("sales", "I asked what a delay would cost them.")
    await play.office.as_("maria").shortcut("coaching_moment", message)
    await play.fill("maria")


async def checkin(play: Play) -> None:
    """The check-in, with a plan for next week."""
    maria = play.office.as_("maria")
    await maria.command("/secondchair", "checkin")
    await maria.press("Mostly led", maria.ephemerals()[-1])
    await maria.press("Add details", maria.ephemerals()[-1])
    await play.fill("maria")


async def call(play: Play, when: str = "today 15:00") -> None:
    """A ride-along, of which both may see every text."""
    maria = play.office.as_("maria")
    await maria.command("/ridealong", f"@tom Acme {when} for 45m", channel="#sales")
    await play.fill("maria")
    tom = play.office.as_("tom")
    await tom.press("Confirm", next(each for each in reversed(tom.dm()) if "Confirm" in of(each)))
