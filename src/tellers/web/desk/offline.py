"""What the browser keeps so that keying forms open offline: the worker, versioned by hash, and the page it falls to."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.resources import files

from starlette.responses import Response

from tellers.web.desk.asking import Ask

_WORKER = "desk-worker.js"
_FILES = ("desk.css", "desk.js", "desk-key.js", "desk-offline.js")
_TEMPLATES = ("frame", "parts", "key", "offline")


@cache
def worker_script() -> str:
    """Return the worker's script, in it the hash of everything that it keeps: what changes there makes it new."""
    web = files("tellers.web")
    script = web.joinpath("static", _WORKER).read_text(encoding="utf-8")
    parts = [web.joinpath("static", name).read_bytes() for name in _FILES]
    parts += [web.joinpath("templates", "desk", f"{name}.html").read_bytes() for name in _TEMPLATES]
    version = hashlib.sha256(b"\0".join([script.encode(), *parts])).hexdigest()[:16]
    kept = json.dumps([f"/static/{name}" for name in _FILES])
    return script.replace("{{ version }}", version).replace("{{ files }}", kept)


def worker(ask: Ask) -> Response:
    """Return the worker's script; it stands under /desk/, which is as far as it reaches."""
    return Response(worker_script(), media_type="text/javascript", headers={"cache-control": "no-cache"})


def page(ask: Ask) -> Response:
    """Show which forms are kept on this machine; the same for everyone, as it is kept past anybody's session."""
    ask.actor = None
    return ask.page("offline", shell=True)
