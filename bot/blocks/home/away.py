"""The days on which nothing comes, at the top of the Home tab, and the form that sets them."""

from datetime import date

from bot.blocks import block_kit
from bot.blocks.block_kit import Block, View
from bot.blocks.ids import Action, Modal
from bot.blocks.when import day
from bot.domain.home import HomeFacts, pause_to_tell
from bot.domain.time.localtime import local_date
from content.models import Library


def away(library: Library, facts: HomeFacts) -> list[Block]:
    """The current pause, or one that begins in the next two months, with the button that ends it; else nothing."""
    today = local_date(facts.now, facts.person.zone)
    pause = pause_to_tell(facts.person, today)
    if pause is None:
        return []
    has_begun = pause.first <= today
    key = ("open" if has_begun else "from") if pause.last is None else "until" if has_begun else "from_until"
    last = day(pause.last, today) if pause.last is not None else ""
    text = library.say(f"home.away.{key}", first=day(pause.first, today), last=last)
    button = "resume_button" if has_begun else "drop_button"
    return [block_kit.section(text, block_kit.button(library.say(f"pauses.{button}"), Action.RESUME))]


def form(library: Library, today: date, metadata: str) -> View:
    """The first and the last day, both included; without a last one the pause lasts until somebody ends it."""
    blocks = [
        block_kit.section(library.say("pauses.form.lead")),
        block_kit.field("first", library.say("pauses.form.first"), block_kit.date_picker("first", today)),
        block_kit.field(
            "last",
            library.say("pauses.form.last"),
            block_kit.date_picker("last"),
            hint=library.say("pauses.form.last_hint"),
            optional=True,
        ),
    ]
    submit, close = library.say("pauses.form.submit"), library.say("common.cancel")
    title = library.say("pauses.form.title")
    return block_kit.modal(Modal.PAUSE, title, blocks, submit=submit, close=close, metadata=metadata)
