"""Channel nudges: what the channel reads, what the person who set one up reads, the list, and the modal."""

from collections.abc import Sequence
from datetime import datetime, time

from bot.blocks import block_kit
from bot.blocks.block_kit import Block, Message, View
from bot.blocks.ids import Action, Menu, Modal
from bot.blocks.places import country_label, country_menu, zone_menu
from bot.blocks.when import moment, weekdays
from bot.domain.carried import ChannelSubject, pack
from bot.domain.channels.channels import ChannelNudgeFacts
from bot.domain.deliveries import Delivery
from bot.domain.people.countries import NO_HOLIDAYS
from bot.domain.people.people import ChannelNudge
from bot.domain.time.schedule import WORKDAYS
from content.models import Library

NINE = time(9)

MOST_LISTED = 20  # of two blocks each, with the headline and the line about the others


def announced(library: Library, nudge: ChannelNudge) -> Message:
    """What the channel reads: who set up what."""
    return _text(library.say("channels.announced", person=_setter(library, nudge), **_what(library, nudge)))


def _setter(library: Library, nudge: ChannelNudge) -> str:
    """Who set it up, in mrkdwn; the person who had themselves deleted is named no more."""
    return block_kit.person(nudge.set_by) if nudge.set_by else library.say("channels.somebody")


def paused(library: Library, nudge: ChannelNudge) -> Message:
    """What the person who set it up reads when Slack refuses it."""
    return _text(
        library.say("channels.paused_notice", reason=_reason(library, nudge.paused_for), **_what(library, nudge))
    )


def set_up(library: Library, facts: ChannelNudgeFacts, changed: bool) -> Message:
    """The answer to the person who set one up, with its next time."""
    key = "channels.set_up" if changed else "channels.unchanged"
    next_at = _next(library, facts.next_at, facts.nudge.zone)
    sentence = library.say(key, next=next_at, **_what(library, facts.nudge))
    return _text(" ".join(filter(None, (sentence, _holidays(library, facts)))))


def stopped(library: Library, nudges: Sequence[ChannelNudge]) -> Message:
    """The answer to the person who stopped some."""
    return _text("\n".join(library.say("channels.stopped", **_what(library, nudge)) for nudge in nudges))


def listed(library: Library, facts: Sequence[ChannelNudgeFacts]) -> Message:
    """The channel nudges that somebody may see, each with its next time."""
    title = library.say("channels.title")
    if not facts:
        return _text(library.say("channels.none"))
    blocks = [block_kit.header(title), *(block for fact in facts[:MOST_LISTED] for block in entry(library, fact))]
    if len(facts) > MOST_LISTED:
        blocks.append(block_kit.context(library.say("channels.more", count=len(facts) - MOST_LISTED)))
    return Message(title, tuple(blocks))


def entry(library: Library, facts: ChannelNudgeFacts) -> list[Block]:
    """One channel nudge with a button to stop it: what, where and when, who set it up, and its last deliveries."""
    nudge = facts.nudge
    state = _next(library, facts.next_at, nudge.zone)
    if nudge.paused_for:
        state = library.say("channels.is_paused", reason=_reason(library, nudge.paused_for))
    last = _last(library, facts)
    small = [
        state,
        last,
        *filter(None, [_holidays(library, facts)]),
        library.say("channels.set_by", person=_setter(library, nudge)),
    ]
    small += [_trouble(library, delivery, nudge.zone) for delivery in facts.troubles]
    stop = block_kit.button(
        library.say("channels.modal.stop"), Action.CHANNEL_STOP, pack(ChannelSubject(nudge.channel_id, nudge.nudge))
    )
    described = _what(library, nudge)
    line = library.say("channels.line", **described | {"kind": described["kind"].capitalize()})
    return [block_kit.section(line, stop), block_kit.context(*small)]


def setup_button(library: Library) -> Block:
    """The button that opens the modal."""
    return block_kit.button(library.say("channels.modal.set_up"), Action.CHANNEL_NEW)


def setup_modal(library: Library, kinds: Sequence[str], zone: str, locale: str = "") -> View:
    """The modal that sets one up; `kinds` are nudge keys, `zone` and `locale` those of the person who asks."""

    def word(key: str) -> str:
        return library.say(f"channels.modal.{key}")

    labels = {kind: library.say(f"channels.kinds.{kind}").capitalize() for kind in kinds}
    days = {str(day): weekdays(library, {day}) for day in range(7)}
    chosen = [str(day) for day in sorted(WORKDAYS)]
    blocks = [
        block_kit.field("channel", word("channel"), block_kit.channel_picker("channel"), hint=word("channel_hint")),
        block_kit.field("kind", word("kind"), block_kit.radio("kind", labels, kinds[0])),
        block_kit.field("at", word("at"), block_kit.time_picker("at", NINE)),
        block_kit.field("days", word("days"), block_kit.checkboxes("days", days, chosen), hint=word("days_hint")),
        block_kit.field(
            "zone", word("zone"), zone_menu(Menu.CHANNEL_ZONE, zone, library, locale), hint=word("zone_hint")
        ),
        block_kit.field(
            "country", word("country"), country_menu(Menu.CHANNEL_COUNTRY, None, word("guess_country"), library, locale)
        ),
    ]
    cancel = library.say("common.cancel")
    return block_kit.modal(Modal.CHANNEL_NUDGE, word("title"), blocks, submit=word("submit"), close=cancel)


def _what(library: Library, nudge: ChannelNudge) -> dict[str, str]:
    return {
        "kind": library.say(f"channels.kinds.{nudge.nudge}"),
        "channel": block_kit.channel(nudge.channel_id),
        "days": weekdays(library, nudge.days),
        "time": library.text(nudge.at),
        "zone": nudge.zone,
    }


def _holidays(library: Library, facts: ChannelNudgeFacts) -> str:
    """Whose public holidays a daily prompt keeps; a digest comes on any day."""
    if facts.country == "":
        return ""
    if facts.country == NO_HOLIDAYS:
        return library.say("channels.no_holidays")
    return library.say("channels.holidays", country=country_label(facts.country, library, "en"))


def _next(library: Library, at: datetime | None, zone: str) -> str:
    return library.say("channels.next", when=moment(at, zone)) if at else library.say("channels.no_next")


def _last(library: Library, facts: ChannelNudgeFacts) -> str:
    if facts.last_at is None:
        return library.say("channels.never")
    return library.say("channels.last", when=moment(facts.last_at, facts.nudge.zone))


def _reason(library: Library, code: str | None) -> str:
    """Slack's reason in words, or its code where we have none."""
    is_restricted = (code or "").startswith("restricted_action")  # Slack has several of them
    key = f"channels.paused.{'restricted_action' if is_restricted else code}"
    return library.say(key if key in library.words else "channels.paused.other", code=block_kit.escape(code or ""))


def _trouble(library: Library, delivery: Delivery, zone: str) -> str:
    when, reason = moment(delivery.due_at, zone), delivery.reason
    if reason.startswith("error "):  # not Slack's: a message that we could not make
        return library.say("channels.trouble.failed", when=when, reason=block_kit.escape(reason))
    key = reason if reason == "history_limited" else delivery.status
    return library.say(f"channels.trouble.{key}", when=when, reason=_reason(library, reason))


def _text(text: str) -> Message:
    return Message(text, (block_kit.section(text),))
