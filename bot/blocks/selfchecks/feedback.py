"""The other view of a self-check: asked of a salesperson, and shown to the leader beside their own."""

from bot.blocks import block_kit
from bot.blocks.block_kit import Block, Message, View
from bot.blocks.ids import Action, Modal
from bot.blocks.when import day
from bot.domain.selfchecks.feedback import FeedbackFacts, FeedbackResult, FeedbackRound, ItemGap, ScaleGap
from bot.domain.time.schedule import local_date
from content.models import Library


def invitation(library: Library, facts: FeedbackFacts) -> Message:
    """The invitation of a salesperson to give feedback: by whom, about what, and who will see it."""
    placeholders = _said(facts.round, facts.zone)
    button = block_kit.button(library.say("selfcheck.twin.button"), Action.FEEDBACK_OPEN, facts.round.id)
    blocks = (
        block_kit.section(library.say("selfcheck.twin.invitation", **placeholders)),
        block_kit.actions(button),
        block_kit.context(library.say("selfcheck.twin.sees", **placeholders)),
    )
    return Message(library.say("selfcheck.twin.text", **placeholders), blocks)


def answered(library: Library, facts: FeedbackFacts) -> Message:
    """What stands in place of the invitation once it is answered: thanks, and the way back to the answers."""
    placeholders = _said(facts.round, facts.zone)
    button = block_kit.button(library.say("selfcheck.twin.change"), Action.FEEDBACK_OPEN, facts.round.id)
    text = library.say("selfcheck.twin.answered", **placeholders)
    return Message(
        text,
        (
            block_kit.section(text),
            block_kit.actions(button),
            block_kit.context(library.say("selfcheck.twin.sees", **placeholders)),
        ),
    )


def form(library: Library, facts: FeedbackFacts, metadata: str) -> View:
    """The fifteen twin statements, with what was answered before; beside each who will see it."""
    frequencies = {frequency.key: frequency.label for frequency in library.frequencies}
    keys = [frequency.key for frequency in library.frequencies]
    frequencies_by_item = {
        item_id: keys[place] for item_id, place in (facts.mine.answers if facts.mine else {}).items()
    }
    blocks = [block_kit.section(library.say("selfcheck.twin.intro", **_said(facts.round, facts.zone)))]
    blocks += [
        block_kit.field(
            item.id,
            item.feedback,
            block_kit.radio("frequency", frequencies, frequencies_by_item.get(item.id)),
            hint=library.say("selfcheck.twin.counted"),
        )
        for item in library.items.values()
    ]
    title, submit = library.say("selfcheck.twin.title"), library.say("selfcheck.twin.submit")
    return block_kit.modal(Modal.FEEDBACK_REQUEST, title, blocks, submit=submit, metadata=metadata)


def views_are_open(library: Library) -> Message:
    """The word to the leader that both views can be read."""
    text = library.say("selfcheck.views.open_now")
    return Message(
        text,
        (
            block_kit.section(text),
            block_kit.actions(block_kit.button(library.say("selfcheck.views.button"), Action.VIEWS_OPEN)),
        ),
    )


def two_views(library: Library, views: FeedbackResult) -> list[Block]:
    """The other view beside the leader's own, or where it stands; and the way to ask for it."""
    blocks = [block_kit.header(library.say("selfcheck.views.title"))]
    if views.round is not None and views.gaps:
        until = day(local_date(views.round.closes_at, views.zone))
        blocks += [block_kit.context(library.say("selfcheck.views.from", count=views.round.count, date=until))]
        blocks += [block_kit.section("\n".join(_scale(library, gap) for gap in views.gaps))]
        blocks += _items(library, views)
        blocks += [block_kit.context(library.say("selfcheck.views.limits"))]
    elif views.round is not None:
        until = day(local_date(views.round.closes_at, views.zone))
        waiting = "waiting" if views.is_open else "never_enough"
        waiting_line = library.say(f"selfcheck.views.{waiting}", date=until)
        blocks.append(block_kit.section(f"{library.say('selfcheck.views.not_enough')} {waiting_line}"))
    elif views.may_invite:
        blocks.append(block_kit.section(library.say("selfcheck.views.none")))
    if views.may_invite:
        blocks.append(
            block_kit.actions(block_kit.button(library.say("selfcheck.views.invite"), Action.FEEDBACK_INVITE))
        )
        blocks.append(block_kit.context(library.say("selfcheck.views.told")))
    elif views.waits and not views.is_open:
        blocks.append(block_kit.context(library.say("selfcheck.views.too_soon")))
    elif not views.is_open:
        blocks.append(block_kit.context(library.say("selfcheck.views.team_too_small")))
    return blocks


def _scale(library: Library, gap: ScaleGap) -> str:
    way = "more" if gap.own > gap.theirs else "less" if gap.own < gap.theirs else "same"
    name = library.say(f"selfcheck.scale.{gap.scale}")
    line = library.say("selfcheck.views.scale", scale=name, own=gap.own, theirs=gap.theirs)
    return f"{line} {library.say(f'selfcheck.views.{way}', points=abs(gap.own - gap.theirs))}"


def _items(library: Library, views: FeedbackResult) -> list[Block]:
    if not views.largest:
        return [block_kit.section(library.say("selfcheck.views.close"))]
    blocks = [block_kit.section(library.say("selfcheck.views.largest"))]
    return blocks + [block_kit.section(_item(library, gap)) for gap in views.largest]


def _item(library: Library, gap: ItemGap) -> str:
    labels = [frequency.label.lower() for frequency in library.frequencies]
    placeholders = {"own": labels[gap.own], "theirs": labels[int(gap.theirs + 0.5)]}
    return library.say("selfcheck.views.item", statement=block_kit.escape(gap.item.text), **placeholders)


def _said(asked: FeedbackRound, zone: str) -> dict[str, str]:
    return {"leader": block_kit.person(asked.leader_id), "date": day(local_date(asked.closes_at, zone))}
