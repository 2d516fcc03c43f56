"""Coaching moments: the form over a message, and what was kept."""

import json

from bot.blocks import kit
from bot.blocks.ids import Modal
from bot.blocks.kit import View
from bot.domain.moments import CoachingMoment, MomentForm
from content.models import Library


def form(library: Library, moment: MomentForm) -> View:
    """Whom it is about and what was seen, with what was written before."""
    private = library.say("common.sees.only_you")
    text = kit.text_input("text", moment.text, long=True, placeholder=library.say("moments.saw_example"))
    person = kit.person_picker("salesperson", moment.salesperson_id)
    return kit.modal(
        Modal.COACHING_MOMENT,
        library.say("moments.title"),
        [
            kit.section(library.say("moments.intro")),
            kit.field("salesperson", library.say("moments.about"), person, hint=private),
            kit.field("text", library.say("moments.saw"), text, hint=private),
        ],
        submit=library.say("common.save"),
        close=library.say("common.cancel"),
        metadata=json.dumps({"id": moment.id, "channel": moment.channel_id, "ts": moment.ts}),
    )


def kept(library: Library, moment: CoachingMoment) -> View:
    """What was kept, to be read back."""
    blocks = [
        kit.section(library.say("moments.kept.text", person=kit.person(moment.salesperson_id))),
        kit.quote(moment.text),
        kit.context(library.say("moments.kept.again")),
    ]
    return kit.modal("notice", library.say("moments.title"), blocks, close=library.say("common.close"))
