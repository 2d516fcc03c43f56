"""What somebody reads about the installation itself."""

from bot.blocks import block_kit
from bot.blocks.block_kit import Message
from bot.blocks.when import moment
from bot.domain.installations.installations import LostToken
from content.models import Library


def token_lost(library: Library, facts: LostToken, zone: str) -> Message:
    """Slack does not renew our token: until when it works (in the reader's zone), and where to install again."""
    until = moment(facts.until, zone) if facts.until else library.say("installs.token_lost.soon")
    text = library.say("installs.token_lost.text", until=until)
    link = f"<{facts.link}|{block_kit.escape(library.say('installs.token_lost.link'))}>"
    return Message(f"{text} {facts.link}", (block_kit.section(block_kit.escape(text)), block_kit.section(link)))
