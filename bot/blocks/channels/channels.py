"""Channel nudges: what the channel reads, what the person who set one up reads, the list, and the modal."""

from collections.abc import Sequence
from datetime import datetime, time

from bot.blocks import block_kit
from bot.blocks.block_kit import Block, Message, View
from bot.blocks.collapsible import collapsed
from bot.blocks.ids import Action, Menu, Modal
from bot.blocks.places import country_label, country_menu, zone_menu
from bot.blocks.when import moment, weekdays
from bot.domain.channels.channels import ChannelNudgeFacts, ChannelPage
from bot.domain.channels.digests import had_too_few
from bot.domain.codec import ChannelPageTap, ChannelTap, encode
from bot.domain.deliveries import Delivery
from bot.domain.people.countries import NO_HOLIDAYS
from bot.domain.people.people import ChannelNudge, Person
from bot.domain.time.schedule import WORKDAYS
from bot.domain.visibility import FOR_LEADER
from content.languages import ENGLISH, languages, own_name
from content.models import Library

NINE = time(9)


def announced(library: Library, nudge: ChannelNudge) -> Message:
    """What the channel reads: who set up what."""
    return block_kit.message(library.say("channels.announced", person=_setter(library, nudge), **_what(library, nudge)))


def _setter(library: Library, nudge: ChannelNudge) -> str:
    """Who set it up, in mrkdwn; somebody whose data was deleted is no longer named."""
    return block_kit.person(nudge.set_by) if nudge.set_by else library.say("channels.somebody")


def paused(library: Library, nudge: ChannelNudge) -> Message:
    """What the person who set it up reads when Slack refuses it."""
    return block_kit.message(
        library.say("channels.paused_notice", reason=_reason(library, nudge.paused_for), **_what(library, nudge))
    )


def set_up(library: Library, facts: ChannelNudgeFacts, changed: bool) -> Message:
    """The answer to the person who set one up, with its next time."""
    key = "channels.set_up" if changed else "channels.unchanged"
    next_at = _next(library, facts.next_at, facts.nudge.zone)
    sentence = library.say(key, next=next_at, **_what(library, facts.nudge))
    return block_kit.message(" ".join(filter(None, (sentence, _holidays(library, facts)))))


def stopped(library: Library, nudges: Sequence[ChannelNudge]) -> Message:
    """The answer to the person who stopped some."""
    return block_kit.message("\n".join(library.say("channels.stopped", **_what(library, nudge)) for nudge in nudges))


def listed(library: Library, page: ChannelPage, note: Message | None = None) -> Message:
    """A page of the channel nudges that somebody may see, each with its next time; `note` says what was just done."""
    title = library.say("channels.title")
    blocks = [block_kit.header(title), *(note.blocks if note else ())]
    none = library.say("channels.none" if page.may_set_up else "channels.none_for_others")
    if not page.nudges:
        blocks.append(block_kit.section(none))
    for facts in page.nudges:
        blocks += entry(library, facts, page)
    if page.total > len(page.nudges):
        blocks.append(
            block_kit.context(library.say("channels.shown", first=page.first, last=page.last, total=page.total))
        )
    if buttons := _below(library, page):
        blocks.append(block_kit.actions(*buttons))
    return Message(note.text if note else title if page.nudges else none, tuple(blocks))


def _below(library: Library, page: ChannelPage) -> list[Block]:
    """Buttons to the next and previous pages, to set up another if they may, and for an admin back to their page."""

    def turn(word: str, action: Action, to: int) -> Block:
        return block_kit.button(library.say(f"channels.{word}"), action, encode(ChannelPageTap(to, page.here)))

    buttons = [turn("previous", Action.CHANNEL_PAGE_BACK, page.number - 1)] if page.number else []
    if page.last < page.total:
        buttons.append(turn("following", Action.CHANNEL_PAGE, page.number + 1))
    if page.may_set_up:
        buttons.append(setup_button(library))
    if page.for_admin:
        buttons.append(block_kit.button(library.say("admin.back"), Action.ADMIN_OPEN))
    return buttons


def entry(library: Library, facts: ChannelNudgeFacts, page: ChannelPage) -> list[Block]:
    """One channel nudge: what, where and when, who set it up, how its last deliveries went, and the buttons for it."""
    nudge = facts.nudge
    state = _next(library, facts.next_at, nudge.zone)
    if nudge.paused_for:
        state = library.say("channels.is_paused", reason=_reason(library, nudge.paused_for))
    small = [
        state,
        _last(library, facts),
        *filter(None, [_holidays(library, facts)]),
        library.say("channels.language", language=own_name(_spoken(nudge.locale))),
        library.say("channels.set_by", person=_setter(library, nudge)),
        *([_withheld(library, facts.withheld, nudge.zone)] if facts.withheld else []),
    ]
    small += [_trouble(library, delivery, nudge.zone) for delivery in facts.troubles]
    line = library.say("channels.line", **_what(library, nudge))
    return [
        block_kit.section(line),
        block_kit.context(*small),
        *([_acts(library, facts, page)] if facts.may_change else []),
    ]


def _acts(library: Library, facts: ChannelNudgeFacts, page: ChannelPage) -> Block:
    """Buttons for what may be done with one, each naming the channel for screen readers."""
    nudge = facts.nudge
    value = encode(ChannelTap(nudge.channel_id, nudge.nudge, page.number, page.here))
    going = ("resume", Action.CHANNEL_RESUME) if nudge.paused_for else ("pause", Action.CHANNEL_PAUSE)
    change = [("change", Action.CHANNEL_CHANGE)] if page.may_set_up else []  # not for who set it up as a leader once
    acts = (*change, going, ("try", Action.CHANNEL_TRY), ("stop", Action.CHANNEL_STOP))
    return block_kit.actions(*(block_kit.button(library.say(f"channels.act.{word}"), act, value) for word, act in acts))


def _withheld(library: Library, delivery: Delivery, zone: str) -> str:
    """Why a digest did not come."""
    key = "too_few" if had_too_few(delivery.reason) else "other"
    return library.say(f"channels.withheld.{key}", when=moment(delivery.due_at, zone), fewest=FOR_LEADER)


def acted(library: Library, word: str, nudge: ChannelNudge) -> Message:
    """What was just done with one: "paused" or "resumed"."""
    return block_kit.message(library.say(f"channels.done.{word}", **_what(library, nudge)))


def setup_button(library: Library) -> Block:
    """The button that opens the modal."""
    return block_kit.button(library.say("channels.modal.set_up"), Action.CHANNEL_NEW)


def setup_modal(
    library: Library,
    kinds: Sequence[str],
    person: Person,
    metadata: str,
    nudge: ChannelNudge | None = None,
) -> View:
    """The modal that sets one up, or changes `nudge`; `kinds` are nudge keys, `person` is who opens it."""
    labels = {kind: library.say(f"channels.kinds.{kind}") for kind in kinds}
    days = {str(day): weekdays(library, {day}) for day in range(7)}
    chosen = [str(day) for day in sorted(nudge.days if nudge else WORKDAYS)]
    zone, country = (nudge.zone, nudge.country) if nudge else (person.zone, None)
    locale = (nudge.locale if nudge else "") or person.display_locale
    at, kind, channel_id = (nudge.at, nudge.nudge, nudge.channel_id) if nudge else (NINE, kinds[0], None)
    first = [
        _field(library, "channel", block_kit.channel_picker("channel", channel_id), hint="channel_hint"),
        _field(library, "kind", block_kit.radio("kind", labels, kind)),
        _field(library, "at", block_kit.time_picker("at", at)),
        _field(library, "days", block_kit.checkboxes("days", days, chosen), hint="days_hint"),
    ]
    return block_kit.modal(
        Modal.CHANNEL_NUDGE,
        library.say("channels.modal.title"),
        collapsed(library, first, rest(library, zone, country, locale), shows_all=nudge is not None),
        submit=library.say("channels.modal.submit"),
        close=library.say("common.cancel"),
        metadata=metadata,
    )


def rest(library: Library, zone: str, country: str | None, locale: str) -> list[Block]:
    """The fields behind *More*: the channel's clock, whose public holidays are its days off, and its language."""
    guess = library.say("channels.modal.guess_country")
    spoken = {tag: own_name(tag) for tag in languages()}
    return [
        _field(library, "zone", zone_menu(Menu.CHANNEL_ZONE, zone, library), hint="zone_hint"),
        _field(library, "country", country_menu(Menu.CHANNEL_COUNTRY, country, guess, library)),
        _field(library, "language", block_kit.menu("language", spoken, _spoken(locale))),
    ]


def _spoken(locale: str) -> str:
    """Which of our languages somebody with this locale reads."""
    return next((tag for tag in (locale, locale.partition("-")[0]) if tag in languages()), ENGLISH)


def _field(library: Library, name: str, element: Block, *, hint: str = "") -> Block:
    label = library.say(f"channels.modal.{name}")
    return block_kit.field(name, label, element, hint=library.say(f"channels.modal.{hint}") if hint else "")


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
    return library.say("channels.holidays", country=country_label(facts.country, library))


def _next(library: Library, at: datetime | None, zone: str) -> str:
    return library.say("channels.next", when=moment(at, zone)) if at else library.say("channels.no_next")


def _last(library: Library, facts: ChannelNudgeFacts) -> str:
    if facts.last_at is None:
        return library.say("channels.never")
    return library.say("channels.last", when=moment(facts.last_at, facts.nudge.zone))


def _reason(library: Library, code: str | None) -> str:
    """Slack's reason in words, or its code if we have no words for it."""
    is_restricted = (code or "").startswith("restricted_action")  # Slack has several of them
    key = f"channels.paused.{'restricted_action' if is_restricted else code}"
    return library.say(key if key in library.words else "channels.paused.other", code=block_kit.escape(code or ""))


def _trouble(library: Library, delivery: Delivery, zone: str) -> str:
    when, reason = moment(delivery.due_at, zone), delivery.reason
    if reason.startswith("error "):  # not from Slack: a message that we could not compose
        return library.say("channels.trouble.failed", when=when, reason=block_kit.escape(reason))
    key = reason if reason == "history_limited" else delivery.status
    return library.say(f"channels.trouble.{key}", when=when, reason=_reason(library, reason))
