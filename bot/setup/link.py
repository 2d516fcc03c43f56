"""The link that makes the Slack app.

Source: https://docs.slack.dev/app-manifests/configuring-apps-with-app-manifests
"""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

NEW_APP = "https://api.slack.com/apps"


def create_link(manifest: Mapping[str, Any]) -> str:
    """Where Slack offers to make an app just as `manifest` says: choose a workspace, look it over, create it."""
    compact = json.dumps(manifest, separators=(",", ":"), ensure_ascii=False)
    return f"{NEW_APP}?{urlencode({'new_app': '1', 'manifest_json': compact})}"
