"""A leader's team: the form, the list, and the message to somebody who was named, before and after their answer."""

from bot.blocks import block_kit
from bot.blocks.block_kit import Block, Message, View
from bot.blocks.ids import Action, Modal
from bot.blocks.notices import read_only
from bot.blocks.people.settings import next_lines, settings_button
from bot.domain.people.people import Membership, TeamMember
from bot.domain.people.teams import TeamAnswer, TeamFacts
from content.models import Library

MOST = 100  # people in Slack's picker


def team_modal(library: Library, facts: TeamFacts, metadata: str = "") -> View:
    """The form with everyone who is on the team, and below it who said what."""
    picker = block_kit.people_picker("people", facts.current[:MOST], MOST)
    others = len(facts.current) - MOST
    hint = library.say("teams.people_hint")
    blocks = [
        block_kit.section(library.say("teams.intro")),
        block_kit.field("people", library.say("teams.people"), picker, hint=hint, optional=True),
        *([block_kit.context(library.say("teams.others", count=others, most=MOST))] if others > 0 else []),
        *([block_kit.context(list_text(library, facts))] if facts.members else []),
    ]
    return block_kit.modal(
        Modal.TEAM,
        library.say("teams.title"),
        blocks,
        submit=library.say("common.save"),
        close=library.say("common.cancel"),
        metadata=metadata,
    )


def team_saved(library: Library, facts: TeamFacts) -> View:
    """The team as it is now, and who was not asked again."""
    blocks = [block_kit.section(library.say("teams.saved")), block_kit.section(list_text(library, facts))]
    blocks += [
        block_kit.section(library.say("teams.asked_before", person=block_kit.person(user_id)))
        for user_id in facts.asked_before
    ]
    blocks += [
        block_kit.section(library.say("teams.not_told", person=block_kit.person(user_id))) for user_id in facts.not_told
    ]
    if any(
        member.membership is Membership.NAMED and member.salesperson_id not in facts.not_told
        for member in facts.members
    ):
        excepted = facts.asked_before or facts.not_told
        blocks.append(block_kit.context(library.say("teams.told_others" if excepted else "teams.told")))
    return read_only(library, "teams.title", blocks)


def list_text(library: Library, facts: TeamFacts) -> str:
    """A line for everyone who was named: their answer, without a reason."""
    lines = [
        library.say(f"teams.status.{member.membership}", person=block_kit.person(member.salesperson_id))
        for member in facts.members
    ]
    return "\n".join(lines) or library.say("teams.nobody")


def invitation(library: Library, leader_id: str) -> Message:
    """Who named them, what that leader can see, with a yes and a no button."""
    leader = block_kit.person(leader_id)
    blocks = [
        block_kit.section(library.say(f"teams.invitation.{key}", leader=leader)) for key in ("who", "sees", "comes")
    ]
    blocks.append(
        block_kit.actions(
            block_kit.button(library.say("teams.invitation.accept_button"), Action.TEAM_ACCEPT, leader_id, "primary"),
            block_kit.button(library.say("teams.invitation.decline_button"), Action.TEAM_DECLINE, leader_id),
        )
    )
    return Message(library.say("teams.invitation.text", leader=leader), tuple(blocks))


def answers(library: Library, leader: TeamMember) -> list[Block]:
    """A button for each answer to this leader that the salesperson has not given."""
    given, leader_id = leader.membership, leader.leader_id
    accept = block_kit.button(library.say("teams.invitation.accept_button"), Action.TEAM_ACCEPT, leader_id)
    decline = block_kit.button(library.say("teams.invitation.decline_button"), Action.TEAM_DECLINE, leader_id)
    return [
        *([accept] if given is not Membership.ACCEPTED else []),
        *([decline] if given is not Membership.DECLINED else []),
    ]


def answered(library: Library, answer: TeamAnswer) -> Message:
    """The same message after the answer, which can be changed."""
    text = library.say(f"teams.answered.{answer.membership}", leader=block_kit.person(answer.leader_id))
    accepted = answer.membership is Membership.ACCEPTED
    lines = next_lines(library, "teams.answered.next", answer.settings) if accepted else []
    buttons = _joined(library, answer) if accepted else [_again(library, answer)]
    return Message(
        text, (block_kit.section(text), *(block_kit.section(line) for line in lines), block_kit.actions(*buttons))
    )


def _again(library: Library, answer: TeamAnswer) -> Block:
    return block_kit.button(library.say("teams.answered.accept_button"), Action.TEAM_ACCEPT, answer.leader_id)


def _joined(library: Library, answer: TeamAnswer) -> list[Block]:
    leader_id = answer.leader_id
    prompt = block_kit.button(library.say("teams.answered.prompt_button"), Action.PROMPT_ON, leader_id)
    return [
        *([prompt] if answer.settings.person.prompt_at is None else []),
        settings_button(library, "teams.answered.settings_button"),
        block_kit.button(library.say("teams.answered.leave_button"), Action.TEAM_DECLINE, leader_id),
    ]
