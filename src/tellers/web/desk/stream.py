"""What tells one desk of another's work: a mark that moves with every act and every event, sent as it moves."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from tellers.desk import Desk
from tellers.web.desk.asking import COOKIE

_LOOK_SECONDS = 0.1
_HEARTBEAT_SECONDS = 10.0


class Stream:
    """Sends the desk's mark to every page that is open, as long as its session lasts."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def endpoint(self, request: Request) -> Response:
        """Return the stream, to somebody signed in."""
        cookie = request.cookies.get(COOKIE)
        if await run_in_threadpool(self._desk.sessions.actor, cookie) is None:
            return Response(status_code=401)
        return StreamingResponse(
            self._marks(cookie), media_type="text/event-stream", headers={"x-accel-buffering": "no"}
        )

    async def _marks(self, cookie: str | None) -> AsyncIterator[str]:
        yield "retry: 1000\n\n"
        told, beat = (-1, -1, -1), time.monotonic()
        while True:
            mark = (*self._desk.mark, self._desk.stories.version)
            if mark != told:
                told = mark
                yield f'data: {{"acts":{mark[0]},"edition":{mark[1]},"stories":{mark[2]}}}\n\n'
            elif time.monotonic() - beat > _HEARTBEAT_SECONDS:
                beat = time.monotonic()
                if await run_in_threadpool(self._desk.sessions.actor, cookie) is None:
                    yield "event: over\ndata: {}\n\n"
                    return
                yield ":\n\n"
            await asyncio.sleep(_LOOK_SECONDS)
