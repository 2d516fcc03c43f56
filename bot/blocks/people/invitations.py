"""An admin's invitation to start: the message, the answer to a no, the form, and who was invited."""

from bot.blocks import block_kit
from bot.blocks.block_kit import Message, View
from bot.blocks.ids import Action, Modal
from bot.blocks.notices import read_only
from bot.domain.people.invitations import MOST_INVITED, Invited
from content.models import Library


def invitation(library: Library, inviter_id: str) -> Message:
    """Who invites them, what the app is, what comes and who sees what, with a yes and a no button."""
    inviter = block_kit.person(inviter_id)
    blocks = [
        block_kit.section(library.say(f"admin.invitation.{key}", inviter=inviter)) for key in ("who", "comes", "sees")
    ]
    start = block_kit.button(library.say("admin.invitation.start_button"), Action.START, style="primary")
    decline = block_kit.button(library.say("admin.invitation.decline_button"), Action.INVITATION_DECLINE)
    return Message(library.say("admin.invitation.text", inviter=inviter), (*blocks, block_kit.actions(start, decline)))


def declined(library: Library) -> Message:
    """The same message after a no, which can be changed."""
    text = library.say("admin.invitation.declined")
    start = block_kit.button(library.say("admin.invitation.start_button"), Action.START)
    return Message(text, (block_kit.section(text), block_kit.actions(start)))


def invite_form(library: Library, metadata: str) -> View:
    """Whom to invite: a picker for many people."""
    picker = block_kit.people_picker("people", (), MOST_INVITED)
    blocks = [
        block_kit.section(library.say("admin.invite.intro")),
        block_kit.field("people", library.say("admin.invite.people"), picker, hint=library.say("admin.invite.hint")),
    ]
    title, submit = library.say("admin.invite.title"), library.say("admin.invite.submit")
    cancel = library.say("common.cancel")
    return block_kit.modal(Modal.INVITE, title, blocks, submit=submit, close=cancel, metadata=metadata)


def invited(library: Library, facts: Invited) -> View:
    """How many were asked, and who was not."""
    assert facts.told or facts.not_told
    blocks = [block_kit.section(library.say("admin.invite.told", count=len(facts.told)))] if facts.told else []
    if facts.not_told:
        people = tuple(block_kit.person(user_id) for user_id in facts.not_told)
        blocks.append(block_kit.section(library.say("admin.invite.not_told", people=people)))
    return read_only(library, "admin.invite.title", blocks)
