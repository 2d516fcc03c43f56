"""Everything that somebody can press and send, with every content that its handler can tell apart."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager

from bot.blocks.ids import Action, Modal
from bot.localslack.state.traffic import Exchange
from handlers.actions import ACTIONS
from handlers.views import VIEWS
from tests.security.carried import Looks, Theirs, Watched, looked_at
from tests.security.presses import WORKSPACE, press, submit
from tests.security.served_workspaces import ServedWorkspaces
from tests.security.signed import hand_in

LEAVES = {Action.STOP, Action.NOT_FOR_ME}  # pressed last: somebody who stopped is refused everything


async def everything(served: ServedWorkspaces, who: str, of_others: Theirs) -> AsyncIterator[str]:
    """Press every button and send every form, except the one that deletes all one's own data; yields what each was.

    A button whose handler ignores what it carries is pressed once; one that reads a fact is pressed empty and with such
    a fact about others; one that takes any text is pressed empty and with each text.
    """
    texts = [*of_others.ids, *of_others.texts]
    for modal in VIEWS:
        for carried in of_others.forms() if modal is not Modal.DELETE_ME else ():
            yield f"{modal} {carried} {await hand_in(served, submit(modal, carried, who))}"
    for action in sorted(ACTIONS, key=LEAVES.__contains__):
        with looked_at() as looks:
            yield await pressed(served, who, action, "", looks)
            for kind in looks.kinds:  # after the first there may be another
                yield await pressed(served, who, action, of_others.packed(kind), looks)
            for text in texts if looks.is_read and not looks.kinds else ():
                yield await pressed(served, who, action, text, looks)


async def pressed(served: ServedWorkspaces, who: str, action: Action, value: str, looks: Looks) -> str:
    """Press a button under a message; returns what was pressed. A form may open, as it may after a real press."""
    payload = press(action, value, who)
    payload["actions"][0] = Watched(looks, payload["actions"][0])
    payload["trigger_id"] = served.slack.state.triggers.issue(served.app.id, WORKSPACE, who)
    await hand_in(served, payload)
    return f"{action} {value}"


@contextmanager
def sent(served: ServedWorkspaces) -> Iterator[Callable[[], str]]:
    """Gives a function that returns what the bot has sent to Slack since it was last called."""
    lately: list[str] = []

    def note(exchange: Exchange) -> None:
        if exchange.direction == "to_slack":
            lately.append(f"{exchange.name} {exchange.request}")

    def asked() -> str:
        told = "\n".join(lately)
        lately.clear()
        return told

    end = served.slack.on_traffic(note)
    yield asked
    end()
