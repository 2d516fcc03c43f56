"""Slack's ids of people: they begin with U, or in an organisation with W (https://docs.slack.dev/enterprise/), as no
conversation's id does.
"""

import re

PREFIXES = ("U", "W")
PERSON_ID = re.compile(r"\b[UW][A-Z0-9]+\b")  # such an id anywhere in a text


def is_person(slack_id: str) -> bool:
    """Whether an id is a person's, and not a conversation's."""
    return slack_id.startswith(PREFIXES)
