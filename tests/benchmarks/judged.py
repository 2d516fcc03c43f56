"""The verdict on one case of a crash test, even where it breaks or hangs, so that the others still run."""

import asyncio
import time
import traceback
from collections.abc import Coroutine
from typing import Any

LONGEST = 1800.0  # seconds that one case may take; a case without progress gives up long before


def judged(name: str, case: Coroutine[Any, Any, dict[str, Any]], longest: float = LONGEST) -> dict[str, Any]:
    """Run a case to its end. Returns its line, or one that says why there is none."""
    began = time.monotonic()
    try:
        return asyncio.run(asyncio.wait_for(case, longest))
    except Exception as error:  # noqa: BLE001 - whatever it is, it is this case's verdict
        why = "".join(traceback.format_exception(error))[-4000:]
        return {"case": name, "seconds": round(time.monotonic() - began, 1), "ok": False, "why": why}
