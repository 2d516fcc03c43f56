"""Everything that somebody can press and send, with everything in it that its handler can tell apart."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager

from bot.blocks.ids import Action, Modal
from bot.localslack.state.traffic import Exchange
from handlers.actions import ACTIONS
from handlers.views import VIEWS
from tests.security.carried import Looks, Theirs, Watched, looked_at
from tests.security.presses import TOWN, press, submit
from tests.security.signed import hand_in
from tests.security.towns import Towns

LEAVES = {Action.STOP, Action.NOT_FOR_ME}  # pressed last: who stopped is refused whatever it is


async def everything(towns: Towns, who: str, of_others: Theirs) -> AsyncIterator[str]:
    """Press every button and send every form but that which deletes all of one's own; says each time what it was.

    A button that does not look at what it carries is pressed once, one that reads a fact with nothing and with such a
    fact about others, and one that takes any text with nothing and with each.
    """
    texts = [*of_others.ids, *of_others.texts]
    for modal in VIEWS:
        for carried in of_others.forms() if modal is not Modal.DELETE_ME else ():
            yield f"{modal} {carried} {await hand_in(towns, submit(modal, carried, who))}"
    for action in sorted(ACTIONS, key=LEAVES.__contains__):
        with looked_at() as looks:
            yield await pressed(towns, who, action, "", looks)
            for kind in looks.kinds:  # behind the first there may be another one
                yield await pressed(towns, who, action, of_others.packed(kind), looks)
            for text in texts if looks.is_read and not looks.kinds else ():
                yield await pressed(towns, who, action, text, looks)


async def pressed(towns: Towns, who: str, action: Action, value: str, looks: Looks) -> str:
    """Press a button under a message; says what was pressed. A form may open, as Slack lets one by a real press."""
    payload = press(action, value, who)
    payload["actions"][0] = Watched(looks, payload["actions"][0])
    payload["trigger_id"] = towns.slack.state.triggers.issue(towns.app.id, TOWN, who)
    await hand_in(towns, payload)
    return f"{action} {value}"


@contextmanager
def sent(towns: Towns) -> Iterator[Callable[[], str]]:
    """What the bot sent to Slack since it was last asked for."""
    lately: list[str] = []

    def note(exchange: Exchange) -> None:
        if exchange.direction == "to_slack":
            lately.append(f"{exchange.name} {exchange.request}")

    def asked() -> str:
        told = "\n".join(lately)
        lately.clear()
        return told

    end = towns.slack.on_traffic(note)
    yield asked
    end()
