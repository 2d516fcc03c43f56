"""The emoji that we and the people of the team use, by Slack's names. Another name stays as it was typed."""

import re

EMOJI = {
    "+1": "👍",
    "bulb": "💡",
    "calendar": "📅",
    "clap": "👏",
    "coffee": "☕",
    "eyes": "👀",
    "fire": "🔥",
    "heart": "❤️",
    "palm_tree": "🌴",
    "raised_hands": "🙌",
    "seedling": "🌱",
    "slightly_smiling_face": "🙂",
    "smile": "😄",
    "snowflake": "❄️",
    "spiral_calendar_pad": "🗓️",
    "star": "⭐",
    "tada": "🎉",
    "thinking_face": "🤔",
    "thumbsup": "👍",
    "warning": "⚠️",
    "wave": "👋",
    "white_check_mark": "✅",
}
NAMED = re.compile(r":([a-z0-9_+\-]+):")


def pictured(text: str) -> str:
    """`text` with the names that we know as pictures."""
    return NAMED.sub(lambda name: EMOJI.get(name[1], name[0]), text)
