"""The calendar whose address somebody gave us: the form, and the meetings that it offers for planning."""

from bot.blocks import block_kit
from bot.blocks.block_kit import Message, View
from bot.blocks.ids import Action, Modal
from bot.blocks.notices import read_only
from bot.blocks.when import moment
from bot.blocks.written import unformatted
from bot.domain.ridealongs.meetings import CalendarFacts, MeetingOffers
from content.models import Library

REMOVE = "remove"
MOST = 20
TITLE_MOST = 150


def form(library: Library, facts: CalendarFacts, metadata: str = "") -> View:
    """The address, the words, and a way to remove the calendar; of a saved address only the server is shown."""
    lead = (
        library.say("calendar.form.kept", host=unformatted(facts.host))
        if facts.host
        else library.say("calendar.form.none")
    )
    blocks = [block_kit.section(lead), block_kit.context(library.say("common.sees.only_you"))]
    if facts.trouble:
        blocks.append(block_kit.section(library.say(f"calendar.trouble.{facts.trouble}")))
    address = block_kit.text_input("address", limit=2000, placeholder=library.say("calendar.form.example"))
    words = block_kit.text_input("words", ", ".join(facts.words), limit=450)
    hints = [library.say(f"calendar.form.{name}_hint") for name in ("address", "words")]
    label = library.say(f"calendar.form.{'address_new' if facts.host else 'address'}")
    blocks += [
        block_kit.field("address", label, address, hint=hints[0], optional=True),
        block_kit.field("words", library.say("calendar.form.words"), words, hint=hints[1], optional=True),
    ]
    if facts.host:
        box = block_kit.checkboxes("remove", {REMOVE: library.say("calendar.form.remove_it")})
        blocks.append(block_kit.field("remove", library.say("calendar.form.remove"), box, optional=True))
    blocks.append(block_kit.context(library.say("calendar.form.what")))
    title, submit = library.say("calendar.form.title"), library.say("calendar.form.submit")
    return block_kit.modal(
        Modal.CALENDAR, title, blocks, submit=submit, metadata=metadata, close=library.say("common.close")
    )


def saved(library: Library, facts: CalendarFacts) -> View:
    """What is saved now."""
    key = "saved" if facts.host else "removed"
    blocks = [block_kit.section(library.say(f"calendar.{key}", host=unformatted(facts.host)))]
    return read_only(library, "calendar.form.title", blocks)


def offers(library: Library, offered: MeetingOffers) -> Message:
    """The meetings, each with one tap to plan it."""
    lead = library.say("calendar.offer.lead")
    blocks = [block_kit.section(lead)]
    for meeting in offered.meetings[:MOST]:
        title = unformatted(block_kit.short(meeting.title, TITLE_MOST))
        line = library.say("calendar.offer.line", title=title, when=moment(meeting.starts_at, offered.zone))
        blocks.append(
            block_kit.section(
                line, block_kit.button(library.say("calendar.offer.plan"), Action.CALENDAR_PLAN, meeting.id)
            )
        )
    blocks.append(block_kit.context(library.say("calendar.offer.sees")))
    return Message(library.say("calendar.offer.text", count=len(offered.meetings)), tuple(blocks))


def stopped(library: Library, facts: CalendarFacts) -> Message:
    """Why a calendar can no longer be read, and what to do about it."""
    lead = library.say("calendar.stopped.lead", host=unformatted(facts.host))
    why = library.say(f"calendar.trouble.{facts.trouble}")
    blocks = (block_kit.section(f"{lead}\n{why}"), block_kit.context(library.say("calendar.stopped.what")))
    return Message(library.say("calendar.stopped.text"), blocks)
