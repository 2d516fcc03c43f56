"""The admin's page: the first steps, how many have started, and links to the rest."""

from bot.blocks import block_kit
from bot.blocks.admin.navigation import back_button
from bot.blocks.block_kit import Block, Message
from bot.blocks.checkins.pressure_weeks import fiscal_button
from bot.blocks.ids import Action
from bot.blocks.people.privacy import leavers
from bot.domain.admin.admin import RETENTIONS, AdminFacts, StartedGroup, Step
from bot.domain.codec import ContentPage, encode
from bot.domain.prompts.custom_content import ContentScope
from bot.domain.visibility import FOR_ADMIN
from content.models import Library


def open_button(library: Library) -> Block:
    """Opens the page."""
    return block_kit.button(library.say("admin.open"), Action.ADMIN_OPEN)


def page(library: Library, facts: AdminFacts) -> Message:
    """What is set up and what comes next, how many have started, and buttons for everything else."""
    title = library.say("admin.title")
    blocks = [
        block_kit.header(title),
        block_kit.context(library.say("admin.sees", fewest=FOR_ADMIN)),
        block_kit.section(_steps(library, facts)),
        *_next(library, facts),
        block_kit.divider(),
        block_kit.section(_started(library, facts)),
        block_kit.actions(*_ways(library, facts)),
    ]
    return Message(title, tuple(blocks))


def roles(library: Library, facts: AdminFacts) -> Message:
    """Who may see the page, who installed the app, how long texts are kept, and the fiscal year."""
    title = library.say("admin.roles.title")
    holding = [user_id for user_id in facts.key_holders if user_id in facts.admins]
    refused = [user_id for user_id in facts.key_holders if user_id not in facts.admins]
    admins = tuple(block_kit.person(user_id) for user_id in facts.admins)
    installer = [library.say("admin.roles.installer", person=block_kit.person(facts.installer_id))]
    lines = [library.say("admin.roles.admins", people=admins), *(installer if facts.installer_id else [])]
    lines += [library.say("admin.roles.keys", people=tuple(map(block_kit.person, holding)))] if holding else []
    lines += [library.say("admin.roles.keys_refused", people=tuple(map(block_kit.person, refused)))] if refused else []
    months = {str(number): _months(library, number) for number in (*RETENTIONS, facts.workspace.text_months)}
    menu = block_kit.menu(Action.RETENTION, months, str(facts.workspace.text_months))
    blocks = [
        block_kit.header(title),
        block_kit.section("\n".join(lines)),
        block_kit.context(library.say("admin.roles.how")),
        block_kit.section(library.say("admin.retention.text"), menu | {"confirm": _confirm(library)}),
        block_kit.context(f"{library.say('admin.retention.what')} {leavers(library, facts.leavers_days)}"),
        block_kit.section(library.say("admin.fiscal"), fiscal_button(library)),
        block_kit.actions(back_button(library)),
    ]
    return Message(title, tuple(blocks))


def _steps(library: Library, facts: AdminFacts) -> str:
    lines = [library.say("admin.steps.title")]
    for step in Step:
        mark = "done" if step in facts.done else "next" if step is facts.next_step else "open"
        lines.append(library.say(f"admin.steps.{mark}", step=library.say(f"admin.step.{step}", fewest=FOR_ADMIN)))
    return "\n".join(lines)


def _next(library: Library, facts: AdminFacts) -> list[Block]:
    """What to do next, with the button that does it."""
    step = facts.next_step
    if step is None:
        return [block_kit.context(library.say("admin.steps.all_done"))]
    text = library.say(f"admin.how.{step}", fewest=FOR_ADMIN)
    actions = {
        Step.START: (Action.START, "start"),
        Step.INVITE: (Action.INVITE_OPEN, "invite"),
        Step.CHANNEL: (Action.CHANNEL_NEW, "channel"),
        Step.DIGEST: (Action.CHANNEL_NEW, "channel"),
    }
    if step not in actions:
        return [block_kit.section(text)]
    action, word = actions[step]
    return [block_kit.section(text, block_kit.button(library.say(f"admin.do.{word}"), action, style="primary"))]


def _started(library: Library, facts: AdminFacts) -> str:
    lines = [library.say("admin.started.title")]
    for group in StartedGroup:
        key = "count" if group in facts.started else "few"
        who = library.say(f"admin.started.{group}.{key}", count=facts.started.get(group, 0), fewest=FOR_ADMIN)
        lines.append(f"• {who}")
    if facts.invited:
        lines.append(f"• {library.say('admin.started.invited', count=facts.invited)}")
    return "\n".join(lines)


START = {Action.CONTENT_OPEN: encode(ContentPage(ContentScope.ORGANISATION))}  # instead of a page


def _ways(library: Library, facts: AdminFacts) -> list[Block]:
    channels = facts.glance.running + facts.glance.paused
    ways = (
        ("invite", Action.INVITE_OPEN, 0),
        ("participation", Action.PARTICIPATION_OPEN, 0),
        ("channels", Action.CHANNEL_PAGE, channels),
        ("unreached", Action.UNREACHED_OPEN, facts.unreached),
        ("roles", Action.ROLES_OPEN, 0),
        ("content", Action.CONTENT_OPEN, 0),
    )
    return [
        block_kit.button(library.say(f"admin.ways.{word}", count=count), action, value=START.get(action, "0"))
        for word, action, count in ways
    ]


def _months(library: Library, months: int) -> str:
    return library.say("admin.retention.months", count=months) if months else library.say("admin.retention.ever")


def _confirm(library: Library) -> Block:
    say = library.say
    return {
        "title": block_kit.plain(say("admin.retention.confirm_title"), 100),
        "text": block_kit.plain(say("admin.retention.confirm"), 300),
        "confirm": block_kit.plain(say("admin.retention.yes"), 30),
        "deny": block_kit.plain(say("common.cancel"), 30),
    }
