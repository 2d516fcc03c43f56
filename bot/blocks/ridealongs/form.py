"""The modal in which a ride-along is planned, logged or changed."""

from datetime import timedelta

from bot.blocks import block_kit
from bot.blocks.block_kit import Block, View
from bot.blocks.ids import Modal
from bot.domain.ridealongs.facts import Elsewhere, PlanForm, Unclear, Understood
from bot.domain.ridealongs.plan_check import CUSTOMER_MOST, LONGEST, SHORTEST, TEXT_MOST
from bot.domain.ridealongs.terms import CallType
from content.formats import FULL_DAY, Alternatives, WrittenDay, WrittenMoment
from content.models import Library

MINUTE = timedelta(minutes=1)


def plan_modal(library: Library, form: PlanForm, metadata: str) -> View:
    """The form with what was understood, or with what stands; `metadata` comes back with it."""
    kind = "change" if form.version is not None else "log" if form.logged else "plan"
    suffix = "" if kind == "plan" else f"_{kind}"
    blocks = [*_lead(library, form), *_whom(library, form), *_when(library, form), *_contract(library, form)]
    return block_kit.modal(
        Modal.RIDEALONG_CHANGE if form.version is not None else Modal.RIDEALONG,
        library.say(f"ridealong.form.title{suffix}"),
        [*blocks, block_kit.context(_told(library, form))],
        submit=library.say(f"ridealong.form.submit{suffix}"),
        close=library.say("common.close"),
        metadata=metadata,
    )


def terms(library: Library) -> Block:
    """What the second chair and the kinds of call are, an example each, for who meets them first."""
    lines = (library.say(f"ridealong.terms.{term}") for term in ("chair", *CallType))
    return block_kit.context("\n".join(lines))


def choices(library: Library, question: str) -> dict[str, str]:
    """The choices of a question, from keys to labels."""
    return {choice.key: choice.label for choice in library.questions[question].choices}


def hinted(library: Library, sees: str, hint: str) -> str:
    """A question's hint with who will see the answer; `sees` is the word key of that sentence."""
    if not hint:
        return library.say(sees)
    return library.say(f"{sees}_hint_end" if hint[-1] in ".?”" else f"{sees}_hint", hint=hint)


def _lead(library: Library, form: PlanForm) -> list[Block]:
    if form.version is not None:
        other = block_kit.person(form.draft.other_id or "")
        return [block_kit.section(library.say("ridealong.form.with", other=other))]
    role = library.say(f"ridealong.form.as_{'leader' if form.leads else 'salesperson'}")
    blocks = [block_kit.section(role), *([terms(library)] if form.is_first else [])]
    if form.understood is not None:
        sentences = understood(library, form.understood, form)
        blocks.append(block_kit.section("\n".join(block_kit.escape(sentence) for sentence in sentences)))
    return blocks


def understood(library: Library, text: Understood, form: PlanForm) -> list[str]:
    """What was read out of the typed text, and what was not, as plain sentences."""
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
        read = library.say("ridealong.understood.all", parts=parts)
        return [f"{read} {library.say('ridealong.understood.check')}", *unclear]
    return unclear or [library.say("ridealong.understood.nothing")]


def _elsewhere(library: Library, typed: Elsewhere, here: str) -> str:
    """A time that was typed on another clock, on both."""
    zone = typed.zone if typed.zone[0] not in "+-" else f"UTC{typed.zone}"
    there, own = (WrittenMoment(at, skeleton=FULL_DAY) for at in (typed.there, typed.here))
    return library.say("ridealong.understood.elsewhere", given=typed.given, zone=zone, there=there, here=own, own=here)


def _unclear(library: Library, piece: Unclear) -> str:
    """What was read of a piece and what is asked about it, with the days that it can mean."""
    days = Alternatives(tuple(WrittenDay(on, FULL_DAY) for on in piece.options))
    return library.say(f"ridealong.unclear.{piece.reason}", given=block_kit.short(piece.given, 80), days=days)


def _whom(library: Library, form: PlanForm) -> list[Block]:
    draft, sees = form.draft, "ridealong.form.sees"
    customer = library.questions["ridealong.customer"]
    entry = block_kit.text_input("customer", block_kit.short(draft.customer, CUSTOMER_MOST), limit=CUSTOMER_MOST)
    blocks = [block_kit.field("customer", customer.text, entry, hint=hinted(library, sees, customer.hint))]
    if form.version is not None:
        return blocks
    label = library.say(f"ridealong.form.who_{'leader' if form.leads else 'salesperson'}")
    picker = block_kit.person_picker("salesperson", draft.other_id)
    return [block_kit.field("salesperson", label, picker, hint=library.say(sees)), *blocks]


def _when(library: Library, form: PlanForm) -> list[Block]:
    draft, past = form.draft, "_log" if form.logged else ""
    least, most = int(SHORTEST / MINUTE), int(LONGEST / MINUTE)
    minutes = library.questions["ridealong.minutes"].text
    if form.logged:
        minutes = library.say("ridealong.form.minutes_log")
    at, sees = library.say(f"ridealong.form.time{past}", zone=form.zone), library.say("ridealong.form.sees")
    length = block_kit.number_input("minutes", draft.minutes, least=least, most=most)
    return [
        block_kit.field(
            "when", library.say(f"ridealong.form.day{past}"), block_kit.date_picker("when", draft.on), hint=sees
        ),
        block_kit.field("at", at, block_kit.time_picker("at", draft.at), hint=sees),
        block_kit.field("minutes", minutes, length, hint=sees),
    ]


def _contract(library: Library, form: PlanForm) -> list[Block]:
    contract, sees = form.draft.contract, "ridealong.form.sees"
    chosen = {"call_type": str(contract.call_type), "opens": contract.opens, "price": contract.price}
    blocks = []
    for name, key in chosen.items():
        question = library.questions[f"ridealong.{name}"]
        radio = block_kit.radio(name, choices(library, f"ridealong.{name}"), key)
        blocks.append(
            block_kit.field(name, question.text, radio, hint=hinted(library, sees, question.hint), optional=True)
        )
    for name, text in (("signal", contract.signal), ("skill", contract.skill)):
        question = library.questions[f"ridealong.{name}"]
        entry = block_kit.text_input(name, text, limit=TEXT_MOST)
        blocks.append(
            block_kit.field(name, question.text, entry, hint=hinted(library, sees, question.hint), optional=True)
        )
    return blocks


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
