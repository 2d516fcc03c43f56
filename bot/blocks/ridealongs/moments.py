"""Coaching moments: the form about a message, and what was saved."""

import json

from bot.blocks import block_kit
from bot.blocks.block_kit import View
from bot.blocks.ids import Modal
from bot.blocks.notices import read_only
from bot.domain.ridealongs.moments import CoachingMoment, MomentForm
from content.models import Library

SHARED = "shared"


def form(library: Library, moment: MomentForm) -> View:
    """Whom it is about and what was seen, prefilled with what was written before."""
    private = library.say("common.sees.only_you")
    text = block_kit.text_input("text", moment.text, long=True, placeholder=library.say("moments.saw_example"))
    share = block_kit.checkboxes("shared", {SHARED: library.say("moments.share_on")}, [SHARED] if moment.shared else [])
    person = block_kit.person_picker("salesperson", moment.salesperson_id)
    return block_kit.modal(
        Modal.COACHING_MOMENT,
        library.say("moments.title"),
        [
            block_kit.section(library.say("moments.intro")),
            block_kit.field("salesperson", library.say("moments.about"), person, hint=private),
            block_kit.field("text", library.say("moments.saw"), text, hint=library.say("moments.sees")),
            block_kit.field(
                "shared", library.say("moments.share"), share, hint=library.say("moments.share_hint"), optional=True
            ),
        ],
        submit=library.say("common.save"),
        close=library.say("common.cancel"),
        metadata=json.dumps({"id": moment.id, "channel": moment.channel_id, "ts": moment.ts}),
    )


def kept(library: Library, moment: CoachingMoment) -> View:
    """What was saved, to read back."""
    blocks = [
        block_kit.section(library.say("moments.kept.text", person=block_kit.person(moment.salesperson_id))),
        block_kit.quote(moment.text),
        block_kit.context(
            library.say(
                f"moments.kept.{'shared' if moment.shared else 'again'}", person=block_kit.person(moment.salesperson_id)
            )
        ),
    ]
    return read_only(library, "moments.title", blocks)
