"""The modal in which a ride-along is planned, logged or changed."""

import json
from datetime import timedelta

from bot.blocks import block_kit
from bot.blocks.block_kit import Block, View
from bot.blocks.collapsible import collapsed
from bot.blocks.ids import Modal
from bot.blocks.written import unformatted
from bot.domain.ridealongs.facts import Elsewhere, PlanForm, Unclear, Understood
from bot.domain.ridealongs.plan_check import CUSTOMER_MOST, LONGEST, SHORTEST, TEXT_MOST
from bot.domain.ridealongs.terms import CallType, Contract
from content.formats import FULL_DAY, Alternatives, WrittenDay, WrittenMoment
from content.models import Library

MINUTE = timedelta(minutes=1)


def plan_modal(library: Library, form: PlanForm, metadata: str) -> View:
    """The form, prefilled with what was understood, or with the current plan; `metadata` comes back with it."""
    kind = "change" if form.version is not None else "log" if form.logged else "plan"
    suffix = "" if kind == "plan" else f"_{kind}"
    contract = form.draft.contract
    first = [
        *_lead(library, form),
        block_kit.context(library.say("ridealong.form.sees")),
        *_whom(library, form),
        *_when(library, form),
    ]
    more = rest(library, form.draft.minutes, contract, logged=form.logged)
    blocks = collapsed(library, first, more, shows_all=bool(contract.signal or contract.skill))
    return block_kit.modal(
        Modal.RIDEALONG_CHANGE if form.version is not None else Modal.RIDEALONG,
        library.say(f"ridealong.form.title{suffix}"),
        [*blocks, block_kit.context(_told(library, form))],
        submit=library.say(f"ridealong.form.submit{suffix}"),
        close=library.say("common.close"),
        metadata=json.dumps(json.loads(metadata or "{}") | {"rest": _behind_more(form)}),
    )


def terms(library: Library) -> Block:
    """What the second chair and the call types are, with an example each, for people new to them."""
    lines = (library.say(f"ridealong.terms.{term}") for term in ("chair", *CallType))
    return block_kit.context("\n".join(lines))


def choices(library: Library, question: str) -> dict[str, str]:
    """The choices of a question, from keys to labels."""
    return {choice.key: choice.label for choice in library.questions[question].choices}


def rest(library: Library, minutes: int | None, contract: Contract, *, logged: bool) -> list[Block]:
    """The fields behind *More*: how long it lasts, and what the two agree on."""
    least, most = int(SHORTEST / MINUTE), int(LONGEST / MINUTE)
    label = library.say("ridealong.form.minutes_log") if logged else library.questions["ridealong.minutes"].text
    length = block_kit.number_input("minutes", minutes, least=least, most=most)
    blocks = [block_kit.field("minutes", label, length)]
    chosen = {"call_type": str(contract.call_type), "opens": contract.opens, "price": contract.price}
    for name, key in chosen.items():
        blocks.append(optional(library, name, block_kit.radio(name, choices(library, f"ridealong.{name}"), key)))
    for name, text in (("signal", contract.signal), ("skill", contract.skill)):
        blocks.append(optional(library, name, block_kit.text_input(name, text, limit=TEXT_MOST)))
    return blocks


def _behind_more(form: PlanForm) -> dict[str, str]:
    """The values behind *More* until somebody presses it, by field, for the form to carry."""
    contract = form.draft.contract
    return {
        "minutes": str(form.draft.minutes or ""),
        "call_type": contract.call_type,
        "opens": contract.opens,
        "price": contract.price,
    }


def optional(library: Library, name: str, element: Block) -> Block:
    """A field for the answer to this question, which may stay empty."""
    question = library.questions[f"ridealong.{name}"]
    return block_kit.field(name, question.text, element, hint=question.hint, optional=True)


def _lead(library: Library, form: PlanForm) -> list[Block]:
    if form.version is not None:
        other = block_kit.person(form.draft.other_id or "")
        return [block_kit.section(library.say("ridealong.form.with", other=other))]
    role = library.say(f"ridealong.form.as_{'leader' if form.leads else 'salesperson'}")
    blocks = [block_kit.section(role), *([terms(library)] if form.is_first else [])]
    if form.understood is not None:
        sentences = understood(library, form.understood, form)
        blocks.append(block_kit.section("\n".join(unformatted(sentence) for sentence in sentences)))
    return blocks


def understood(library: Library, text: Understood, form: PlanForm) -> list[str]:
    """What was understood of the typed text, and what was not, as plain sentences."""
    parts = []
    if text.customer:
        parts.append(
            library.say("ridealong.understood.customer", customer=block_kit.short(text.customer, CUSTOMER_MOST))
        )
    if text.on:
        parts.append(library.say("ridealong.understood.day", day=WrittenDay(text.on, FULL_DAY)))
    if text.at:
        parts.append(library.say("ridealong.understood.time", time=text.at, zone=form.zone))
    if text.length:
        parts.append(library.say("ridealong.understood.minutes", minutes=int(text.length / MINUTE)))
    unclear = [_elsewhere(library, text.elsewhere, form.zone)] if text.elsewhere else []
    unclear += [_unclear(library, unclear) for unclear in text.unclear]
    if parts:
        read = library.say("ridealong.understood.all", parts=" · ".join(parts))
        return [f"{read} {library.say('ridealong.understood.check')}", *unclear]
    return unclear or [library.say("ridealong.understood.nothing")]


def _elsewhere(library: Library, typed: Elsewhere, here: str) -> str:
    """A time that was typed on another zone's clock, on both clocks."""
    zone = typed.zone if typed.zone[0] not in "+-" else f"UTC{typed.zone}"
    there, own = (WrittenMoment(at, skeleton=FULL_DAY) for at in (typed.there, typed.here))
    return library.say("ridealong.understood.elsewhere", given=typed.given, zone=zone, there=there, here=own, own=here)


def _unclear(library: Library, piece: Unclear) -> str:
    """What was understood of a piece and the question about it, with the days that it can mean."""
    days = Alternatives(tuple(WrittenDay(on, FULL_DAY) for on in piece.options))
    return library.say(f"ridealong.unclear.{piece.reason}", given=block_kit.short(piece.given, 80), days=days)


def _whom(library: Library, form: PlanForm) -> list[Block]:
    draft = form.draft
    customer = library.questions["ridealong.customer"]
    entry = block_kit.text_input("customer", block_kit.short(draft.customer, CUSTOMER_MOST), limit=CUSTOMER_MOST)
    blocks = [block_kit.field("customer", customer.text, entry, hint=customer.hint)]
    if form.version is not None:
        return blocks
    label = library.say(f"ridealong.form.who_{'leader' if form.leads else 'salesperson'}")
    return [block_kit.field("salesperson", label, block_kit.person_picker("salesperson", draft.other_id)), *blocks]


def _when(library: Library, form: PlanForm) -> list[Block]:
    draft, past = form.draft, "_log" if form.logged else ""
    at = library.say(f"ridealong.form.time{past}", zone=form.zone)
    return [
        block_kit.field("when", library.say(f"ridealong.form.day{past}"), block_kit.date_picker("when", draft.on)),
        block_kit.field("at", at, block_kit.time_picker("at", draft.at)),
    ]


def _told(library: Library, form: PlanForm) -> str:
    if form.logged:
        return library.say("ridealong.form.told_log")
    if form.version is not None:
        return library.say("ridealong.form.again", other=block_kit.person(form.draft.other_id or ""))
    other = (
        block_kit.person(form.draft.other_id)
        if form.draft.other_id
        else library.say(f"ridealong.form.{'the_salesperson' if form.leads else 'the_leader'}")
    )
    return library.say("ridealong.form.told", other=other)
