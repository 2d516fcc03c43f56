"""What somebody reads about the installation itself."""

from bot.blocks import kit
from bot.blocks.kit import Message
from bot.blocks.when import moment
from bot.domain.installs import Lost
from content.models import Library


def token_lost(library: Library, facts: Lost, zone: str) -> Message:
    """Slack does not renew our access: until when it works (in the reader's zone), and where to install again."""
    until = moment(facts.until, zone) if facts.until else library.say("installs.token_lost.soon")
    text = library.say("installs.token_lost.text", until=until)
    link = f"<{facts.link}|{kit.escape(library.say('installs.token_lost.link'))}>"
    return Message(f"{text} {facts.link}", (kit.section(kit.escape(text)), kit.section(link)))
