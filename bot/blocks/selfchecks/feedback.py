"""Feedback on a self-check: asked of a salesperson, and shown to the leader beside their own view."""

from bot.blocks import block_kit
from bot.blocks.block_kit import Block, Message
from bot.blocks.ids import Action, Modal
from bot.blocks.selfchecks.pages import Statements
from bot.blocks.when import day, first_and_last
from bot.domain.selfchecks.comparison import ItemViews, ScaleViews
from bot.domain.selfchecks.feedback import FeedbackFacts, FeedbackResult, FeedbackRound
from bot.domain.selfchecks.selfchecks import NOT_UP
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
    """What replaces the invitation once it is answered: thanks, and a button back to the answers."""
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


def statements(library: Library, facts: FeedbackFacts) -> Statements:
    """The fifteen statements as a salesperson sees them, with earlier answers, and who will see them."""
    given = facts.mine.answers if facts.mine else {}
    return Statements(
        Modal.FEEDBACK_REQUEST,
        library.say("selfcheck.twin.title"),
        library.say("selfcheck.twin.about", **_said(facts.round, facts.zone)),
        library.say("selfcheck.twin.counted"),
        library.say("selfcheck.twin.submit"),
        texts={item.id: item.feedback for item in library.items.values()},
        choices=library.seen,
        given={item_id: library.seen[value].key for item_id, value in given.items()},  # NOT_UP, -1, is the last
    )


def views_are_open(library: Library) -> Message:
    """Tells the leader that both views can be read."""
    text = library.say("selfcheck.views.open_now")
    return Message(
        text,
        (
            block_kit.section(text),
            block_kit.actions(block_kit.button(library.say("selfcheck.views.button"), Action.VIEWS_OPEN)),
        ),
    )


def two_views(library: Library, views: FeedbackResult) -> list[Block]:
    """The salespeople's view beside the leader's own, or the state of the round; and the button to ask for it."""
    blocks = [block_kit.header(library.say("selfcheck.views.title"))]
    if views.round is not None and views.is_told:
        people = {"count": views.round.count, "team": views.round.team}
        blocks += [block_kit.context(library.say("selfcheck.views.from", **_said(views.round, views.zone), **people))]
        blocks += (
            [block_kit.section("\n".join(_scale(library, scale) for scale in views.scales))] if views.scales else []
        )
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


def _scale(library: Library, views: ScaleViews) -> str:
    points = views.theirs.distance(views.own)
    way = "more" if points > 0 else "less" if points < 0 else "same" if views.theirs.is_exact else "fits"
    name, low, high = library.say(f"selfcheck.scale.{views.scale}"), views.theirs.low, views.theirs.high
    theirs = str(low) if views.theirs.is_exact else library.say("selfcheck.views.between", low=low, high=high)
    line = library.say("selfcheck.views.scale", scale=name, own=views.own, theirs=theirs)
    return f"{line} {library.say(f'selfcheck.views.{way}', points=abs(points))}"


def _items(library: Library, views: FeedbackResult) -> list[Block]:
    if not views.apart:
        return [block_kit.section(library.say("selfcheck.views.close"))]
    blocks = [block_kit.section(library.say("selfcheck.views.largest"))]
    return blocks + [block_kit.section(_item(library, item)) for item in views.apart]


def _item(library: Library, views: ItemViews) -> str:
    labels = [share.label for share in library.shares]
    theirs = labels[NOT_UP]  # the last of them
    if views.theirs is not None:
        low, high = labels[views.theirs.low], labels[views.theirs.high]
        theirs = low if views.theirs.is_exact else library.say("selfcheck.views.range", low=low, high=high)
    statement = block_kit.escape(library.item(views.item).text)
    return library.say("selfcheck.views.item", statement=statement, own=labels[views.own], theirs=theirs)


def _said(asked: FeedbackRound, zone: str) -> dict[str, object]:
    week = asked.week or local_date(asked.opened_at, zone)  # a round in the former format had none, and is over
    return {
        "leader": block_kit.person(asked.leader_id),
        "date": day(local_date(asked.closes_at, zone)),
        **first_and_last(week),
    }
