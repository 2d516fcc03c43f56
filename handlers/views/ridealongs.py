"""The form of a ride-along: a new one, a logged one, or one that is changed."""

from datetime import date

from bot.blocks.ridealongs import ridealongs as cards
from bot.domain.ridealongs.facts import Draft
from bot.domain.ridealongs.terms import CallType, Contract
from bot.services.services import Services
from content.models import Library
from handlers.actions.ridealongs import show_plan
from handlers.answer import Answer
from handlers.parse import Body, chosen_time, typed


async def plan(answer: Answer, view: Body, services: Services, library: Library) -> None:
    """Keep the plan, and show it to the person who planned it."""
    place = answer.carried
    logged = bool(place.get("logged"))
    facts = await services.ridealongs.plan(answer.who, place["id"], draft(answer, view), logged=logged)
    await answer.reply(cards.said(library, facts, "logged" if logged else "planned"))


async def change(answer: Answer, view: Body, services: Services, library: Library) -> None:
    """Keep the change, and show the plan as it is now."""
    place = answer.carried
    facts, differs = await services.ridealongs.change(answer.who, place["id"], place["version"], draft(answer, view))
    if differs:
        await show_plan(answer, services, place["id"], cards.said(library, facts, "changed"))
    else:
        await answer.reply(cards.said(library, facts, "unchanged"))


def draft(answer: Answer, view: Body) -> Draft:
    """What the form holds, with what is behind *More* where nobody pressed it."""
    values = (answer.carried.get("rest") or {}) | {name: entry or "" for name, entry in typed(view).items()}
    usual = Contract()
    contract = Contract(
        CallType(values.get("call_type") or usual.call_type),
        values.get("opens") or usual.opens,
        values.get("price") or usual.price,
        values.get("signal", "").strip(),
        values.get("skill", "").strip(),
    )
    return Draft(
        values.get("salesperson") or None,
        values.get("customer", ""),
        date.fromisoformat(values["when"]) if values.get("when") else None,
        chosen_time(values.get("at")),
        int(values["minutes"]) if str(values.get("minutes", "")).isdecimal() else None,
        contract=contract,
    )
