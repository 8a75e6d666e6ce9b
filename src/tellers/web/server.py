"""A site served from a thread of its own, so that the command line goes on telling the night."""

from __future__ import annotations

import socket
import threading

import uvicorn
from starlette.types import ASGIApp

from tellers.errors import Problem, TellersError
from tellers.web.app import create_site
from tellers.web.live import Hub


class Server:
    """Serves a hub's site on this machine until it is stopped.

    Raises:
        TellersError: The port is taken.
    """

    def __init__(self, hub: Hub, port: int, host: str = "127.0.0.1", app: ASGIApp | None = None) -> None:
        """Begin to serve; `app` is what is served where it is more than the public site."""
        self._hub = hub
        self._socket = _listen(host, port)
        self.url = f"http://{host}:{self._socket.getsockname()[1]}/"
        config = uvicorn.Config(
            app or create_site(hub), log_level="warning", access_log=False, timeout_graceful_shutdown=1
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._socket]}, name="site", daemon=True
        )
        self._thread.start()

    def wait(self) -> None:
        """Return when the server stops, or when Ctrl-C is pressed."""
        while self._thread.is_alive():
            self._thread.join(0.5)

    def stop(self) -> None:
        """Stop serving, and let go of the port."""
        self._hub.close()
        self._server.should_exit = True
        self._thread.join(5)
        self._socket.close()


def _listen(host: str, port: int) -> socket.socket:
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((host, port))
    except OSError as error:
        made.close()
        raise TellersError(
            Problem(
                where=f"port {port}",
                found=f"it cannot be used ({error.strerror})",
                wanted="a free port",
                remedy="Give another with --port, or 0 for any free one.",
            )
        ) from None
    return made
