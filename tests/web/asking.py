"""A client of an application in this process: no socket, no port."""

from __future__ import annotations

import asyncio

import httpx
from starlette.types import ASGIApp


class Client:
    """Asks an application for pages."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    def get(
        self, path: str, *, params: dict[str, str] | None = None, headers: dict[str, str] | None = None
    ) -> httpx.Response:
        """Return the answer to a GET."""
        return asyncio.run(self._get(path, params, headers))

    async def _get(self, path: str, params: dict[str, str] | None, headers: dict[str, str] | None) -> httpx.Response:
        transport = httpx.ASGITransport(app=self._app)
        async with httpx.AsyncClient(transport=transport, base_url="http://site") as client:
            return await client.get(path, params=params, headers=headers)
