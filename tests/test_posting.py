"""Everything that posts to Slack is known, so that a deletion can take it back."""

import re

from tests.code import modules

POSTING = re.compile(r"chat_?\.?post|postMessage|postEphemeral|files_upload|files\.completeUpload|\brespond\(")
# Where something is posted, and how what is left in Slack is found again.
KNOWN = {
    "bot/slack/messenger.py": "deliveries, whose addresses are kept; every nudge stands in `SURFACES`",
    "bot/slack/posting.py": "what `messenger.py` posts a delivery with, and nothing else does",
    "bot/slack/files.py": "pictures, whose files are kept in `pictures`",
    "bot/slack/scopes.py": "a list of methods",
    "bot/slack/traced.py": "an example in words",
    "bot/slack/clients.py": "an example in words",
    "bot/slack/codes.py": "an address in words",
    "handlers/showing.py": "answers and files, to the one who asks alone; their conversation is read for them",
    "handlers/errors.py": "what went wrong, to the one who asks alone; as above",
    "handlers/answer.py": "as `handlers/showing.py`",
}


def test_nothing_posts_but_what_a_deletion_finds_again() -> None:
    shipped = [each for each in modules("bot", "handlers") if each.path.parts[1] not in {"localslack", "playground"}]
    posting = {str(each.path) for each in shipped if POSTING.search(each.text)}
    assert posting - set(KNOWN) == set()


def test_a_handler_posts_to_nobody_but_the_one_who_asks() -> None:
    for module in modules("handlers"):
        for call in re.findall(r"chat_postMessage\(\s*channel=([^,]+),", module.text):
            assert re.fullmatch(r"who\((self\._args\.)?body\)\.user_id", call), module.path
