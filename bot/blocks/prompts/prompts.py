"""The daily prompt: open, answered, and in a channel; and the note to oneself."""

from bot.blocks import block_kit, written
from bot.blocks.block_kit import Block, Message, View
from bot.blocks.ids import Action, Modal
from bot.blocks.sizes import size
from bot.blocks.when import moment
from bot.domain.budget import Cadence
from bot.domain.codec import LaterTap, encode
from bot.domain.prompts.answers import PromptFacts, PromptReply, TodaysPrompt
from bot.domain.prompts.selection import PromptChoice, Reason
from bot.domain.prompts.streaks import Streak
from content.models import Library, Origin, Prompt

LATER = ("hour", "afternoon", "tomorrow")
OF_CHANNELS = frozenset({Reason.FRESH, Reason.COMES_ROUND_AGAIN})


def prompt_for_person(
    library: Library, choice: PromptChoice, delivery_id: str, thinned: Cadence | None = None
) -> Message:
    """An unanswered prompt in a direct message; `thinned` says once that prompts will come less often."""
    blocks = [*_prompt(library, "prompts.title_person", choice), _buttons(library, delivery_id)]
    blocks.append(block_kit.context(library.say("prompts.sees_person")))
    if thinned is not None:
        undo = block_kit.button(library.say("prompts.cadence.undo"), Action.DAILY_AGAIN)
        blocks.append(block_kit.section(library.say(f"prompts.cadence.{thinned}"), undo))
    return _message(library, "prompts.title_person", choice, blocks)


def prompt_for_channel(library: Library, choice: PromptChoice, delivery_id: str, did_it: int = 0) -> Message:
    """A prompt in a channel, for anybody to press, with how many people did it and no names."""
    blocks = [*_prompt(library, "prompts.title_channel", choice), _buttons(library, delivery_id)]
    count = "many" if did_it else "none"
    blocks.append(
        block_kit.context(library.say(f"prompts.count.{count}", count=did_it), library.say("prompts.sees_channel"))
    )
    return _message(library, "prompts.title_channel", choice, blocks)


def card(library: Library, facts: PromptFacts) -> Message:
    """A prompt in its current state: open or answered in a direct message, counted in a channel."""
    if facts.in_channel:
        return prompt_for_channel(library, facts.choice, facts.delivery_id, facts.did_it)
    if facts.practice is None:
        return prompt_for_person(library, facts.choice, facts.delivery_id)
    if facts.practice.reply is PromptReply.NOT_FOR_ME:  # they do not want it, so only a line is left
        undo = block_kit.button(library.say("prompts.undo_button"), Action.PROMPT_UNDO, facts.delivery_id)
        return Message(answered(library, facts), (block_kit.section(answered(library, facts), undo),))
    blocks = [*_prompt(library, "prompts.title_person", facts.choice), block_kit.section(answered(library, facts))]
    blocks += [block_kit.quote(facts.practice.text)] if facts.practice.text else []
    blocks += [_changes(library, facts), block_kit.context(library.say("prompts.sees_person"))]
    return _message(library, "prompts.title_person", facts.choice, blocks)


def on_home(library: Library, facts: PromptFacts) -> list[Block]:
    """The same on the Home tab, in few lines: why it matters is behind its button."""
    prompt = library.translated(facts.choice.prompt)
    title, theme = library.say("prompts.title_person"), library.themes[prompt.theme].title
    blocks = [
        block_kit.context(library.say("prompts.on_home", title=title, theme=theme, minutes=prompt.minutes)),
        *_action(library, prompt),
    ]
    if facts.practice is None:
        return [*blocks, _buttons(library, facts.delivery_id), block_kit.context(library.say("prompts.sees_person"))]
    quoted = [block_kit.quote(facts.practice.text)] if facts.practice.text else []
    return [*blocks, block_kit.section(answered(library, facts)), *quoted, _changes(library, facts)]


def why(library: Library, facts: PromptFacts) -> Message:
    """Why a prompt matters, and why it was chosen."""
    reason = why_this_one(library, facts)
    return Message(reason, (*_why(library, library.translated(facts.choice.prompt)), block_kit.section(reason)))


def why_this_one(library: Library, facts: PromptFacts) -> str:
    """Why this prompt was chosen, with different wording for a person and for a channel."""
    reason = facts.choice.reason
    if facts.in_channel and reason in OF_CHANNELS:
        return library.say(f"prompts.channel_reasons.{reason}")
    return library.say(f"prompts.reasons.{reason}")


def answered(library: Library, facts: PromptFacts) -> str:
    """The person's answer and what it led to, in one line."""
    reply = facts.practice.reply if facts.practice else "taken_back"
    return library.say(f"prompts.answered.{reply}", streak=streak_line(library, facts.streak))


def streak_line(library: Library, streak: Streak) -> str:
    """The daily streak in a sentence."""
    return library.say(f"prompts.streak.{size(streak.length)}", days=streak.length)


def today(library: Library, facts: TodaysPrompt) -> Message:
    """Today's prompt; or that there is none, and when the next one comes."""
    if facts.prompt is not None:
        return card(library, facts.prompt)
    if facts.is_coming:
        text = library.say("home.today.coming")
    elif facts.person.prompt_at is None:
        text = library.say("prompts.today.off")
    elif facts.next_at is None:
        text = library.say("settings.paused_open")
    else:
        text = library.say("prompts.today.none", when=moment(facts.next_at, facts.person.zone))
    return block_kit.message(text)


def replaced(library: Library) -> Message:
    """What remains of an unanswered prompt when the next one comes."""
    text = library.say("prompts.replaced.text")
    return Message(text, (block_kit.context(text),))


def reflection_modal(library: Library, facts: PromptFacts, metadata: str) -> View:
    """The form for a note to oneself about a prompt, prefilled with what was written before."""
    text = facts.practice.text if facts.practice else ""
    note = block_kit.text_input("text", text, long=True)
    blocks = [
        *_action(library, library.translated(facts.choice.prompt)),
        block_kit.field(
            "text", library.say("prompts.reflection.label"), note, hint=library.say("common.sees.only_you")
        ),
    ]
    submit = library.say("prompts.reflection.submit")
    title, close = library.say("prompts.reflection.title"), library.say("common.close")
    return block_kit.modal(Modal.PROMPT_REFLECTION, title, blocks, submit=submit, metadata=metadata, close=close)


def shown(library: Library, prompt: Prompt) -> list[Block]:
    """What a prompt says, and whose it is if it is not ours. Text by others is never treated as mrkdwn."""
    prompt = library.translated(prompt)
    theme = library.themes[prompt.theme].title
    facts = library.say("prompts.facts", theme=theme, minutes=prompt.minutes)
    return [block_kit.context(facts), *_action(library, prompt), *_why(library, prompt)]


def whose(library: Library, origin: Origin) -> str:
    """Whose a prompt is, in mrkdwn."""
    if origin.leader_id:
        return library.say("prompts.own.manager", manager=block_kit.person(origin.leader_id))
    return library.say("prompts.own.organisation")


def _action(library: Library, prompt: Prompt) -> list[Block]:
    if prompt.origin is None:
        return [block_kit.section(block_kit.escape(prompt.action))]
    return [block_kit.context(whose(library, prompt.origin)), written.paragraph(prompt.action)]


def _why(library: Library, prompt: Prompt) -> list[Block]:
    if prompt.origin is None:
        return [block_kit.section(library.say("prompts.why", why=block_kit.escape(prompt.why)))]
    return [written.paragraph(prompt.why, library.say("prompts.own.why"))] if prompt.why else []


def _prompt(library: Library, title: str, choice: PromptChoice) -> list[Block]:
    return [block_kit.header(library.say(title)), *shown(library, choice.prompt)]


def _buttons(library: Library, delivery_id: str) -> Block:
    # A menu sends only the value of its option, so each option carries the delivery too.
    later = {encode(LaterTap(key, delivery_id)): library.say(f"prompts.later.{key}") for key in LATER}
    return block_kit.actions(
        block_kit.button(library.say("prompts.done_button"), Action.PROMPT_DONE, delivery_id, "primary"),
        block_kit.button(library.say("prompts.reflect_button"), Action.PROMPT_REFLECT, delivery_id),
        block_kit.menu(Action.PROMPT_LATER, later, placeholder=library.say("prompts.later_placeholder")),
        block_kit.button(library.say("prompts.not_for_me_button"), Action.PROMPT_NOT_FOR_ME, delivery_id),
        block_kit.button(library.say("prompts.why_button"), Action.PROMPT_WHY, delivery_id),
    )


def _changes(library: Library, facts: PromptFacts) -> Block:
    undo = block_kit.button(library.say("prompts.undo_button"), Action.PROMPT_UNDO, facts.delivery_id)
    write = "edit_button" if facts.practice and facts.practice.text else "write_button"
    return block_kit.actions(
        block_kit.button(library.say(f"prompts.{write}"), Action.PROMPT_REFLECT, facts.delivery_id), undo
    )


def _message(library: Library, title: str, choice: PromptChoice, blocks: list[Block]) -> Message:
    prompt = library.translated(choice.prompt)
    action = block_kit.escape(prompt.action) if prompt.origin is None else written.unformatted(prompt.action)
    return Message(library.say("prompts.text", title=library.say(title), action=action), tuple(blocks))
