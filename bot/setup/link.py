"""The link that makes the Slack app.

Source: https://docs.slack.dev/app-manifests/configuring-apps-with-app-manifests
"""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from bot.slack.site import apps_page


def create_link(manifest: Mapping[str, Any], api_url: str) -> str:
    """The page on which Slack offers to make an app from `manifest`: choose a workspace, review, create.

    `api_url` is the address of the Web API, which tells Slack from GovSlack.
    """
    compact = json.dumps(manifest, separators=(",", ":"), ensure_ascii=False)
    return f"https://{apps_page(api_url)}?{urlencode({'new_app': '1', 'manifest_json': compact})}"
