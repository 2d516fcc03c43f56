"""Programmes: the choice, the current week, and the summary at the end."""

from dataclasses import replace

from bot.blocks import block_kit
from bot.blocks.block_kit import Block, Message
from bot.blocks.ids import Action
from bot.blocks.scores import score_moves
from bot.blocks.sizes import size
from bot.blocks.when import day
from bot.domain.prompts.programmes import ProgrammeFacts
from content.models import Library, Programme


def programmes(library: Library, facts: ProgrammeFacts) -> Message:
    """The running programme; else what was just stopped, the last one's summary, and all that can be chosen."""
    facts = _in_words_of(library, facts)
    if facts.is_running:
        return _running(library, facts)
    title = library.say("programmes.title")
    over = facts.run is not None and facts.run.ended_on is None
    blocks = _stopped(library, facts.stopped) if facts.stopped is not None else []
    blocks += _summary(library, facts) if over else []
    blocks += [block_kit.header(title), block_kit.section(library.say("programmes.intro"))]
    blocks += [_choice(library, programme) for programme in facts.available]
    return Message(title, (*blocks, block_kit.context(library.say("programmes.sees"))))


def summary(library: Library, facts: ProgrammeFacts) -> Message:
    """The results of a programme, for the person who took it; with the last self-check to do if only that is left."""
    facts = _in_words_of(library, facts)
    assert facts.programme is not None
    text = library.say("programmes.over", title=block_kit.escape(facts.programme.title))
    return Message(text, (*_summary(library, facts), block_kit.context(library.say("programmes.sees"))))


def _in_words_of(library: Library, facts: ProgrammeFacts) -> ProgrammeFacts:
    own, stopped = (given and library.programme(given) for given in (facts.programme, facts.stopped))
    return replace(facts, available=tuple(map(library.programme, facts.available)), programme=own, stopped=stopped)


def _stopped(library: Library, programme: Programme) -> list[Block]:
    return [block_kit.section(library.say("programmes.stopped", title=block_kit.escape(programme.title)))]


def _running(library: Library, facts: ProgrammeFacts) -> Message:
    assert facts.programme is not None
    assert facts.run is not None
    title = facts.programme.title
    blocks = [block_kit.header(title), block_kit.section(block_kit.escape(facts.programme.about))]
    if facts.week is None:
        text = library.say("programmes.begins", title=block_kit.escape(title), day=day(facts.run.started_on))
        blocks.append(block_kit.section(text))
    else:
        text = library.say(
            "programmes.week",
            number=facts.number,
            of=len(facts.programme.weeks),
            focus=block_kit.escape(facts.week.focus),
        )
        suggestion = library.say("commitments.plan", cue=facts.week.cue, step=facts.week.step)
        blocks += [
            block_kit.section(text),
            block_kit.section(library.say("programmes.suggestion")),
            block_kit.quote(suggestion),
        ]
        blocks.append(block_kit.section(_practised(library, facts)))
    if facts.wants_first_selfcheck:
        blocks += [
            block_kit.section(library.say("programmes.first_selfcheck")),
            block_kit.actions(_selfcheck_button(library)),
        ]
    stop = block_kit.button(library.say("programmes.stop_button"), Action.PROGRAMME_STOP, facts.run.id)
    blocks += [block_kit.actions(stop), block_kit.context(library.say("programmes.sees"))]
    return Message(text, tuple(blocks))


def _summary(library: Library, facts: ProgrammeFacts) -> list[Block]:
    assert facts.programme is not None
    lines = [_practised(library, facts)]
    lines.append(library.say(f"programmes.plans.{size(facts.plans)}", kept=facts.kept, count=facts.plans))
    blocks = [
        block_kit.header(library.say("programmes.over", title=facts.programme.title)),
        block_kit.section("\n".join(lines)),
    ]
    if facts.before is None:  # one at the end would have nothing beside it
        return blocks
    if facts.after is None:
        return [
            *blocks,
            block_kit.section(library.say("programmes.last_selfcheck")),
            block_kit.actions(_selfcheck_button(library)),
        ]
    moves = score_moves(library, facts.before.scores, facts.after.scores)
    span = {"first": day(facts.before.on), "last": day(facts.after.on)}
    return [*blocks, block_kit.section(library.say("letters.selfcheck", **span, **moves))]


def _practised(library: Library, facts: ProgrammeFacts) -> str:
    return library.say(f"programmes.practised.{size(facts.practised)}", practised=facts.practised, sent=facts.sent)


def _choice(library: Library, programme: Programme) -> Block:
    title, about = block_kit.escape(programme.title), block_kit.escape(programme.about)
    spoken = library.say("programmes.start_label", title=programme.title)
    button = block_kit.button(
        library.say("programmes.start_button"), Action.PROGRAMME_START, programme.key, spoken=spoken
    )
    return block_kit.section(
        library.say("programmes.choice", title=title, weeks=len(programme.weeks), about=about), button
    )


def _selfcheck_button(library: Library) -> Block:
    return block_kit.button(library.say("programmes.selfcheck_button"), Action.SELFCHECK_OPEN)
