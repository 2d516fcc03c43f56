"""The loops that the engine is compared with: each only posts, in a process of its own."""

import asyncio
import json
import sys
import time
from dataclasses import dataclass
from typing import Any

import aiohttp
import uvloop
from slack_sdk.web.async_client import AsyncWebClient

from tests.benchmarks.counting_slack import Faults
from tests.benchmarks.load_setup import slack_process
from tests.benchmarks.worker import BLOCKS, ManyClients

AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Run:
    """A result: messages per second, CPU seconds per thousand, and megabytes where measured."""

    rate: float
    cpu: float
    memory: float = 0.0


async def floor(number: int, workspaces: int, faults: Faults) -> Run:
    """The bare client loop: one shared session, 50 posts at once, no database."""
    return await _elsewhere("shared", number, workspaces, faults)


async def limit(number: int, workspaces: int, faults: Faults) -> Run:
    """As much as this machine can post: the same messages as prepared bytes, with the fastest maintained client and
    loop that we know of, aiohttp on uvloop. Answers are read, but not parsed.
    """
    return await _elsewhere("bytes", number, workspaces, faults)


async def sdk_default(number: int, workspaces: int, faults: Faults) -> Run:
    """The SDK out of the box: a session for each call."""
    return await _elsewhere("default", number, workspaces, faults)


async def _elsewhere(kind: str, number: int, workspaces: int, faults: Faults) -> Run:
    async with slack_process(faults) as slack:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.benchmarks.floor", kind, slack.url, str(number), str(workspaces),
            stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        out, _ = await process.communicate()
        counted = await slack.stats()
        return Run(number / counted["took"], json.loads(out)["cpu"])


def _body(number: int) -> dict[str, Any]:
    return {
        "channel": f"U{number}",
        "text": f"A prompt for U{number}: open the next joint call with a question.",
        "blocks": list(BLOCKS),
        "metadata": {"event_type": "delivery", "event_payload": {"id": f"d{number}"}},
        "unfurl_links": False,
        "unfurl_media": False,
    }


async def post_bytes(url: str, number: int, workspaces: int) -> float:
    """Post `number` messages that are already bytes. Returns the CPU seconds per thousand."""
    address, bodies = f"{url}chat.postMessage", [json.dumps(_body(each)).encode() for each in range(number)]
    headers = [
        {"Authorization": f"Bearer xoxb-T{each:05}", "Content-Type": "application/json"} for each in range(workspaces)
    ]
    left = iter(range(number))
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:

        async def one_after_the_other() -> None:
            for each in left:
                async with session.post(address, data=bodies[each], headers=headers[each % workspaces]) as response:
                    await response.read()

        async with session.get(f"{url}conversations.open?users=U0", headers=headers[0]) as response:
            await response.read()
        cpu = time.process_time()
        await asyncio.gather(*(one_after_the_other() for _ in range(AT_ONCE)))
        return (time.process_time() - cpu) / number * 1000


async def post(kind: str, url: str, number: int, workspaces: int) -> float:
    """Post `number` messages as fast as possible. Returns the CPU seconds per thousand."""
    clients = ManyClients(url, 15.0, retries=False)
    left = iter(range(number))

    async def one_after_the_other() -> None:
        for each in left:
            workspace_id = f"T{each % workspaces:05}"
            if kind == "shared":
                client = await clients.of(workspace_id)
            else:
                client = AsyncWebClient(f"xoxb-{workspace_id}", base_url=url)
            await client.chat_postMessage(**_body(each))

    await (await clients.of("T00000")).conversations_open(users="U0")
    cpu = time.process_time()
    await asyncio.gather(*(one_after_the_other() for _ in range(AT_ONCE)))
    used = time.process_time() - cpu
    await clients.close()
    return used / number * 1000


if __name__ == "__main__":
    posted_how, slack, number, workspaces = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    if posted_how == "bytes":
        seconds = uvloop.run(post_bytes(slack, number, workspaces))
    else:
        seconds = asyncio.run(post(posted_how, slack, number, workspaces))
    print(json.dumps({"cpu": seconds}))  # noqa: T201 - the parent process reads it
