"""A ride-along as one of the two sees it: invited, changed, confirmed, about to start; and several in a list."""

from dataclasses import replace

from bot.blocks import block_kit
from bot.blocks.block_kit import Block, Message
from bot.blocks.checkins.commitments import taps
from bot.blocks.ids import Action
from bot.blocks.ridealongs.form import terms
from bot.blocks.when import day, moment
from bot.blocks.written import unformatted
from bot.domain.checkins.commitments import Commitment, Outcome
from bot.domain.codec import BriefStepTap, ListPage, RideVersion, encode
from bot.domain.ridealongs.facts import News, RideFacts, RidePage
from bot.domain.ridealongs.ridealongs import RideAlongState
from bot.domain.ridealongs.terms import CallType
from bot.domain.time.schedule import local, local_date
from content.models import Library

BRIEF_TAPS = {
    Outcome.KEPT: Action.BRIEF_KEPT,
    Outcome.PARTLY: Action.BRIEF_PARTLY,
    Outcome.NOT_YET: Action.BRIEF_NOT_YET,
    Outcome.DROPPED: Action.BRIEF_DROPPED,
}


def card(library: Library, facts: RideFacts, lead: str = "", text: str = "") -> Message:
    """The ride-along in its current state, with what can be done now, below `lead` (mrkdwn)."""
    blocks = [block_kit.header(library.say("ridealong.card.title"))]
    blocks += [block_kit.section(lead)] if lead else []
    blocks += [block_kit.section(headline(library, facts)), block_kit.section(contract(library, facts))]
    blocks += _buttons(library, facts)
    blocks.append(block_kit.context(f"{state(library, facts)} {library.say('ridealong.card.sees')}"))
    return Message(text or library.say("ridealong.card.text", **words_for(facts)), tuple(blocks))


def invitation(library: Library, facts: RideFacts) -> Message:
    """What the other person reads first; somebody who never started is told what this app is, and how to decline."""
    other = block_kit.person(facts.other.user_id)
    lead = library.say(f"ridealong.invitation.lead_{'leader' if facts.leads else 'salesperson'}", other=other)
    if facts.is_new_here:
        lead = f"{lead}\n\n{library.say('ridealong.invitation.new', other=other)}"
    message = card(library, facts, lead, library.say("ridealong.invitation.text", **words_for(facts)))
    return message if facts.number else replace(message, blocks=(*message.blocks, terms(library)))


def news(library: Library, facts: RideFacts, news: News) -> Message:
    """What the other of the two just did."""
    key = "changed_only" if news is News.CHANGED and not facts.waits_for_viewer else str(news)
    if news is News.CANCELLED and facts.now >= facts.ride.starts_at:
        key = "not_held"
    placeholders = words_for(facts)
    lead = library.say(f"ridealong.news.{key}", **placeholders)
    return card(library, facts, lead, library.say(f"ridealong.news.text_{key}", **placeholders))


def said(library: Library, facts: RideFacts, done: str) -> Message:
    """What the person who acted reads; `done` is planned, logged, changed, unchanged, confirmed, over, not_held or
    cancelled.
    """
    other = block_kit.person(facts.other.user_id)
    reach = library.say(f"ridealong.reach.{facts.reach}", other=other)
    words = {"planned": "said"}.get(done, done)
    if done == "over" and not facts.gets_questions:
        words = "over_unasked"
    lead = library.say(f"ridealong.planned.{words}", reach=reach, other=other)
    return card(library, facts, lead, f"{lead} {library.say('ridealong.card.text', **words_for(facts))}")


def brief(library: Library, facts: RideFacts, answered: Commitment | None = None) -> Message:
    """Half an hour before: roles, signal, skill, the last commitment and the last time together.

    `answered` is the commitment whose owner has just told its outcome on this brief.
    """
    other, role = block_kit.person(facts.other.user_id), "leader" if facts.leads else "salesperson"
    if facts.ride.contract.call_type is CallType.MODEL:
        lead = library.say(f"ridealong.brief.lead_model_{role}", other=other)
    else:
        lead = library.wording(f"ridealong.brief_{role}", facts.number, other=other)
    blocks = [
        block_kit.header(library.say("ridealong.brief.title")),
        block_kit.section(headline(library, facts)),
        block_kit.section(lead),
        block_kit.section(contract(library, facts)),
    ]
    blocks += _commitment(library, facts, answered or facts.commitment)
    blocks.append(block_kit.section(_last(library, facts)))
    blocks += _buttons(library, facts, over=True)
    blocks.append(block_kit.context(f"{state(library, facts)} {library.say('ridealong.card.sees')}"))
    at = local(facts.ride.starts_at, facts.viewer.zone).time()
    return Message(library.say("ridealong.brief.text", time=at, **words_for(facts)), tuple(blocks))


def upcoming(library: Library, page: RidePage) -> Message:
    """The viewer's next ride-alongs, the earliest first."""
    title = library.say("ridealong.list.title")
    if not page.rides:
        text = library.say("ridealong.list.none")
        return Message(text, (block_kit.header(title), block_kit.section(text)))
    blocks = [block_kit.header(title)]
    for facts in page.rides:
        blocks += [block_kit.section(f"{headline(library, facts)}\n{state(library, facts)}"), *_buttons(library, facts)]
    blocks += _pages(library, page)
    return Message(title, (*blocks, block_kit.context(library.say("ridealong.card.sees"))))


def _pages(library: Library, shown: RidePage) -> list[Block]:
    """Which page of the list it is, with buttons to the previous and next ones."""
    ways = {Action.RIDEALONGS_EARLIER: ("earlier", -1), Action.RIDEALONGS_LATER: ("later", 1)}
    buttons = [
        block_kit.button(library.say(f"ridealong.list.{word}"), action, encode(ListPage(shown.page + step)))
        for action, (word, step) in ways.items()
        if 0 <= shown.page + step < shown.pages
    ]
    which = block_kit.context(library.say("record.page", page=shown.page + 1, pages=shown.pages))
    return [which, block_kit.actions(*buttons)] if buttons else []


def headline(library: Library, facts: RideFacts) -> str:
    """Customer, other person, when and how long, in mrkdwn."""
    minutes = int(facts.ride.length.total_seconds() // 60)
    return library.say("ridealong.card.facts", minutes=minutes, **words_for(facts))


def state(library: Library, facts: RideFacts) -> str:
    """Who still has to confirm, that the other left Slack, or how the ride-along ended."""
    key = "confirmed" if facts.ride.state is RideAlongState.CONFIRMED else "waits_other"
    if facts.ride.state is RideAlongState.CANCELLED:
        key = "cancelled"
    elif not facts.is_open:
        key = "over"
    elif facts.other_left:
        key = "left"
    elif facts.waits_for_viewer:
        key = "waits_you"
    return library.say(f"ridealong.state.{key}", other=block_kit.person(facts.other.user_id))


def contract(library: Library, facts: RideFacts) -> str:
    """What the two agreed, a line each, in mrkdwn."""
    ride, agreed = facts.ride, facts.ride.contract
    who = {"leader": block_kit.person(ride.leader_id), "salesperson": block_kit.person(ride.salesperson_id)}
    lines = [
        library.say(f"ridealong.type.{agreed.call_type}", **who),
        library.say("ridealong.card.opens", who=who[agreed.opens]),
        library.say("ridealong.card.price", who=who[agreed.price]),
        library.say("ridealong.card.signal", signal=unformatted(agreed.signal))
        if agreed.signal
        else library.say("ridealong.card.no_signal", **who),
    ]
    lines += [library.say("ridealong.card.skill", skill=unformatted(agreed.skill), **who)] if agreed.skill else []
    return "\n".join(lines)


def step(commitment: Commitment) -> dict[str, str]:
    """A commitment as facts of a mrkdwn sentence."""
    return {"cue": unformatted(commitment.cue), "step": unformatted(commitment.step)}


def type_name(library: Library, call_type: CallType) -> str:
    """The call type in a word."""
    return library.say(f"ridealong.type_name.{call_type}")


def words_for(facts: RideFacts) -> dict[str, object]:
    """What most sentences about a ride-along mention: the customer, the other person, and when it begins."""
    return {
        "customer": unformatted(facts.ride.customer),
        "other": block_kit.person(facts.other.user_id),
        "when": moment(facts.ride.starts_at, facts.viewer.zone),
    }


def _commitment(library: Library, facts: RideFacts, made: Commitment | None) -> list[Block]:
    """The step that the salesperson set themselves; for its owner with the question how it went, one tap to answer."""
    if made is None:
        return []
    key = f"ridealong.brief.commitment_{'other' if facts.leads else 'own'}"
    blocks = [block_kit.section(library.say(key, other=block_kit.person(facts.other.user_id), **step(made)))]
    if facts.leads:
        return blocks
    lead = library.say(f"ridealong.brief.{'went' if made.outcome is None else 'went_said'}")
    step_id, ride_id = made.id, facts.ride.id
    asked = taps(library, BRIEF_TAPS, lambda tap: encode(BriefStepTap(tap, step_id, ride_id)), made.outcome)
    return [*blocks, block_kit.context(lead), asked]


def _last(library: Library, facts: RideFacts) -> str:
    if facts.last is None:
        return library.say("ridealong.brief.first")
    on = day(local_date(facts.last.starts_at, facts.viewer.zone))
    kind = type_name(library, facts.last.contract.call_type)
    return library.say("ridealong.brief.last", customer=unformatted(facts.last.customer), day=on, type=kind)


def _buttons(library: Library, facts: RideFacts, *, over: bool = False) -> list[Block]:
    """What can be done now. `over`: even before the start, for a message that is still there when the call ends."""
    ride = facts.ride
    if not facts.is_open:
        return []
    buttons = []
    if over or facts.may_be_over:
        buttons.append(block_kit.button(library.say("ridealong.button.over"), Action.RIDEALONG_OVER, ride.id))
    if facts.waits_for_viewer:
        yes = library.say("ridealong.button.confirm")
        # With the version: a yes to a plan that has changed since does not count.
        buttons.append(
            block_kit.button(yes, Action.RIDEALONG_CONFIRM, encode(RideVersion(ride.id, ride.version)), "primary")
        )
    buttons.append(block_kit.button(library.say("ridealong.button.change"), Action.RIDEALONG_CHANGE, ride.id))
    buttons.append(block_kit.button(library.say("ridealong.button.cancel"), Action.RIDEALONG_CANCEL, ride.id))
    if not facts.may_be_over:
        buttons.append(block_kit.button(library.say("ridealong.button.file"), Action.RIDEALONG_FILE, ride.id))
    return [block_kit.actions(*buttons)]
