"""After a ride-along: the one tap, what was noted, both views side by side, and the series of two people."""

from bot.blocks import block_kit
from bot.blocks.block_kit import Block, Message
from bot.blocks.ids import Action
from bot.blocks.people import disclosures
from bot.blocks.ridealongs.form import choices
from bot.blocks.ridealongs.records import pages_between
from bot.blocks.ridealongs.ridealongs import step, type_name, words_for
from bot.blocks.when import day
from bot.blocks.written import unformatted
from bot.domain.codec import ReflectionTap, TakeOverTap, encode
from bot.domain.ridealongs.facts import MOST_IN_HISTORY, History, RideFacts
from bot.domain.ridealongs.ridealongs import Reflection, RideAlongState, TakeOver, is_settled, undermines
from bot.domain.time.localtime import DAY, local_date
from content.models import Library

TAPS = {
    TakeOver.NONE: Action.TAKEOVER_NONE,
    TakeOver.SALESPERSON_ASKED: Action.TAKEOVER_SALESPERSON_ASKED,
    TakeOver.CUSTOMER_ASKED: Action.TAKEOVER_CUSTOMER_ASKED,
    TakeOver.NOBODY_ASKED: Action.TAKEOVER_NOBODY_ASKED,
}
REVEAL = "reveal"
IN_MESSAGE = 700  # characters of an answer in a message, whose length Slack limits; the form shows all of it


def card(library: Library, facts: RideFacts, *, reminder: bool = False) -> Message:
    """The question with its one tap, or what the viewer noted; never the other's view."""
    placeholders = words_for(facts)
    blocks = [
        block_kit.header(library.say("reflections.title")),
        block_kit.section(library.say("reflections.facts", **placeholders)),
    ]
    blocks += _opening(library, facts, reminder=reminder) if facts.mine is None else []
    blocks += _answered(library, facts) if facts.mine else _question(library, facts)
    blocks.append(block_kit.context(sees(library, facts), library.say("reflections.not_for_numbers")))
    return Message(library.say("reflections.text", **placeholders), tuple(blocks))


def closed(library: Library, facts: RideFacts) -> Message:
    """Neither responded in three days: nobody is asked any more, but anybody who wants to can still write."""
    text = library.say("reflections.closed", **words_for(facts))
    open_ = block_kit.button(library.say("reflections.add_button"), Action.REFLECTION_OPEN, facts.ride.id)
    buttons = block_kit.actions(open_, *_not_held(library, facts))
    return Message(text, (block_kit.section(text), buttons, block_kit.context(sees(library, facts))))


def sees(library: Library, facts: RideFacts) -> str:
    """Who sees what the viewer answers, and from when on."""
    return library.say("reflections.sees", when_open=when_open(library, facts))


def when_open(library: Library, facts: RideFacts) -> str:
    """When what was shared opens whatever was written, as part of a sentence: a day after the call, or after it was
    logged.
    """
    late = "_logged" if facts.ride.opens_at > facts.ride.ends_at + DAY else ""
    return library.say(f"reflections.when_open{late}")


def written(library: Library, facts: RideFacts, shown: str) -> Message:
    """What replaces the message from which the form was opened: both views (`shown` is REVEAL) or the viewer's own."""
    return reveal(library, facts) if facts.theirs and shown == REVEAL else card(library, facts)


def reveal(library: Library, facts: RideFacts) -> Message:
    """What both wrote, side by side; or what the other shared, if the viewer has not written."""
    assert facts.theirs is not None
    placeholders, both = words_for(facts), facts.mine is not None and facts.mine.is_handed_in
    is_private = facts.mine is not None and not facts.mine.shared
    blocks = [
        block_kit.header(library.say("reflections.reveal.title")),
        block_kit.section(library.say(f"reflections.reveal.lead{'' if both else '_one'}", **placeholders)),
    ]
    views = [("you", facts.mine), ("them", facts.theirs)]
    noted = [
        library.say(f"reflections.reveal.takeover_{whose}", takeover=_label(library, view), **placeholders)
        for whose, view in views
        if view is not None
    ]
    if noted:  # Slack refuses a section without a field
        blocks.append(block_kit.fields(*noted))
    if facts.mine and facts.theirs:
        blocks.append(block_kit.section(library.say(f"reflections.reveal.{_compared(facts.mine, facts.theirs)}")))
    for whose, view in views:
        blocks.append(block_kit.section(library.say(f"reflections.reveal.{whose}", **placeholders)))
        words = view_of(library, view) if view else []
        absent = library.say(f"reflections.reveal.{_absent(view)}", when_open=when_open(library, facts))
        blocks += words or [block_kit.context(absent)]
        if whose == "them" and facts.wrote_after_reading:
            blocks.append(block_kit.context(library.say("reflections.reveal.after_reading", **placeholders)))
        blocks += seen_lines(library, facts) if whose == "you" else []
    if facts.made is not None:
        key = f"reflections.reveal.made_{'other' if facts.leads else 'own'}"
        blocks.append(block_kit.section(library.say(key, **placeholders, **step(facts.made))))
    button = block_kit.button(
        library.say("reflections.edit_button"), Action.REFLECTION_OPEN, encode(ReflectionTap(facts.ride.id, REVEAL))
    )
    sees = "reflections.reveal.sees_theirs" if is_private else "ridealong.card.sees"
    blocks += [block_kit.actions(button), block_kit.context(library.say(sees, **placeholders))]
    are_open = both and not is_private
    return Message(library.say(f"reflections.reveal.text{'' if are_open else '_one'}", **placeholders), tuple(blocks))


def _compared(mine: Reflection, theirs: Reflection) -> str:
    """How the take-overs that both noted compare, as a content key."""
    if mine.takeover != theirs.takeover:
        return "differs"
    return "same_unasked" if mine.takeover and undermines(mine.takeover) else "same"


def _absent(view: Reflection | None) -> str:
    """What to say if one of the two wrote nothing, as a content key."""
    if view is None:
        return "nothing"
    return "no_words" if view.is_handed_in else "only_tap"


def history(library: Library, series: History, most: int = MOST_IN_HISTORY) -> Message:
    """The ride-alongs of two people, each with the take-overs that the viewer may know of."""
    other = block_kit.person(series.other.user_id)
    title = library.say("ridealong.history.title")
    if not series.rides:
        text = library.say("ridealong.history.none", other=other)
        return Message(text, (block_kit.header(title), block_kit.section(text)))
    blocks = [block_kit.header(title), block_kit.context(library.say("ridealong.history.with", other=other))]
    for facts in series.rides[:most]:
        gone = facts.ride.state is RideAlongState.CANCELLED
        button = block_kit.button(library.say("ridealong.button.open"), Action.REFLECTION_OPEN, facts.ride.id)
        can_open = not gone and facts.now >= facts.ride.starts_at
        blocks.append(block_kit.section(_line(library, facts), button if can_open else None))
    ways = (Action.HISTORY_OLDER, Action.HISTORY_NEWER)
    blocks += pages_between(library, *ways, series.other.user_id, series.page, series.pages)
    return Message(title, tuple(blocks))


def _opening(library: Library, facts: RideFacts, *, reminder: bool) -> list[Block]:
    """A hint for looking back, a different one each time; in a reminder, that it is the only one."""
    if reminder:
        return [block_kit.context(library.wording("ridealong.reminder", facts.number))]
    if facts.is_new_here:
        return []
    other, role = block_kit.person(facts.other.user_id), "leader" if facts.leads else "salesperson"
    return [block_kit.section(library.wording(f"ridealong.reflection_{role}", facts.number, other=other))]


def _question(library: Library, facts: RideFacts) -> list[Block]:
    other = block_kit.person(facts.other.user_id)
    blocks = []
    if facts.is_new_here and facts.ride.logged:
        blocks.append(block_kit.section(library.say("reflections.new", other=other)))
    ask = library.say("reflections.ask", question=asked_of(library, facts))
    labels = takeovers(library, facts)
    taps = [
        block_kit.button(labels[takeover], tap, encode(TakeOverTap(takeover, facts.ride.id)))
        for takeover, tap in TAPS.items()
    ]
    return [*blocks, block_kit.section(ask), block_kit.actions(*taps, *_not_held(library, facts))]


def _not_held(library: Library, facts: RideFacts) -> list[Block]:
    """The button for a customer who did not come; a call that was logged had taken place."""
    label = library.say("reflections.not_held_button")
    return [] if facts.ride.logged else [block_kit.button(label, Action.RIDEALONG_NOT_HELD, facts.ride.id)]


def takeovers(library: Library, facts: RideFacts) -> dict[str, str]:
    """The answers to the one question, by key, from the viewer's point of view: for a salesperson, "I asked for it"."""
    labels = dict(choices(library, "ridealong.takeover"))
    return labels if facts.leads else labels | {TakeOver.SALESPERSON_ASKED: library.say("reflections.i_asked")}


def asked_of(library: Library, facts: RideFacts) -> str:
    """The one question of the card and of the form, in the same words in both."""
    return library.say(f"reflections.ask_{'leader' if facts.leads else 'salesperson'}")


def _answered(library: Library, facts: RideFacts) -> list[Block]:
    mine = facts.mine
    assert mine is not None
    other = block_kit.person(facts.other.user_id)
    is_open = facts.theirs is not None or is_settled(facts.ride, facts.now)
    share = "private" if not mine.shared else "shared_open" if is_open else "shared"
    shared = library.say(f"reflections.{share}", other=other, when_open=when_open(library, facts))
    blocks = [
        block_kit.section(f"{takeover_line(library, mine)}\n{shared}"),
        *view_of(library, mine),
        *seen_lines(library, facts),
    ]
    if facts.made is not None and not facts.leads:
        blocks.append(block_kit.section(library.say("reflections.made", **step(facts.made))))
        blocks += seen_lines(library, facts, facts.made.id)
    if facts.theirs is not None:
        blocks.append(block_kit.section(library.say("reflections.open_now", other=other)))
    written = mine.moment or any(mine.answers.values()) or facts.made
    label = "open_button" if facts.theirs else "edit_button" if written else "add_button"
    open_ = block_kit.button(library.say(f"reflections.{label}"), Action.REFLECTION_OPEN, facts.ride.id)
    nothing = block_kit.button(library.say("reflections.nothing_button"), Action.REFLECTION_NOTHING, facts.ride.id)
    return [*blocks, block_kit.actions(*([open_] if mine.is_handed_in else [open_, nothing]))]


def seen_lines(library: Library, facts: RideFacts, subject: str = "") -> list[Block]:
    """Who was shown what the viewer shared: their view of the call, or a step of theirs."""
    seen_line = disclosures.line(library, facts.seen, subject or facts.ride.id)
    return [block_kit.context(seen_line)] if seen_line else []


def view_of(library: Library, view: Reflection, limit: int = IN_MESSAGE) -> list[Block]:
    """What one of the two wrote: each question in small print, with the text below it as written."""
    written = {"moment": view.moment, **view.answers}
    blocks = []
    for key, text in written.items():
        if text and f"ridealong.{key}" in library.questions:
            question = library.questions[f"ridealong.{key}"].text
            blocks += [block_kit.context(block_kit.escape(question)), block_kit.quote(block_kit.short(text, limit))]
    return blocks


def takeover_line(library: Library, view: Reflection) -> str:
    """The take-over that one of the two noted."""
    return library.say("reflections.answered", takeover=_label(library, view))


def _label(library: Library, view: Reflection) -> str:
    return library.say(f"reflections.takeover.{view.takeover or TakeOver.NONE}")


def _line(library: Library, facts: RideFacts) -> str:
    other = block_kit.person(facts.other.user_id)
    key = "cancelled" if facts.ride.state is RideAlongState.CANCELLED else "planned" if facts.is_open else "line"
    on = day(local_date(facts.ride.starts_at, facts.viewer.zone))
    kind = type_name(library, facts.ride.contract.call_type)
    lines = [library.say(f"ridealong.history.{key}", customer=unformatted(facts.ride.customer), day=on, type=kind)]
    seen = disclosures.line(library, facts.seen, facts.ride.id)
    for whose, view, after in (("mine", facts.mine, seen), ("theirs", facts.theirs, "")):
        if view is not None and view.takeover is not None:
            noted = library.say(f"ridealong.history.{whose}", takeover=_label(library, view), other=other)
            lines.append(f"{noted}. {after}" if after else noted)
    return "\n".join(lines)
