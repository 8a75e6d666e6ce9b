"""The live blog at the desk: write a post, correct it or take it back; and the same for programs."""

from __future__ import annotations

from typing import Any

import msgspec
from starlette.responses import Response

from tellers.desk import Actor, Desk, Unfit
from tellers.desk.posts import NewPost, PostChange, PostWithdrawal, Writing
from tellers.desk.refusing import Unknown, refuse
from tellers.edition.languages import LANGUAGES
from tellers.errors import DeclarationError, TellersError
from tellers.record import Post
from tellers.web.desk.asking import Ask, convert, status_of
from tellers.web.desk.operation import ANYONE, Operation

_FIELDS = ("headline", "text", "words", "who", "said", "link", "place", "language", "reason", "despite")


def posts(ask: Ask) -> Response:
    """Show the posts and the form, or take what was written."""
    ask.person.need("posting", "editor")
    editing = _find(ask.desk, ask.request.query_params.get("edit", ""))
    if ask.request.method == "GET":
        return _page(ask, 200, editing, _filled(editing), ())
    try:
        ask.desk.posts.take(ask.person, _writing(ask, editing))
    except (Unfit, DeclarationError) as error:
        return _page(ask, status_of(error), editing, {name: ask.text(name) for name in _FIELDS}, error)
    return ask.go("/desk/posts")


def _page(
    ask: Ask, status: int, editing: Post | None, filled: dict[str, str], error: TellersError | tuple[()]
) -> Response:
    record = ask.desk.ledger.record
    return ask.page(
        "posts",
        status,
        posts=record.posts[::-1],
        editing=editing,
        filled=filled,
        problems=error.problems if isinstance(error, TellersError) else (),
        checked=isinstance(error, Unfit) and any(p.where.startswith("“") for p in error.problems),
        languages=sorted({*LANGUAGES, *record.election.languages}),
    )


def _find(desk: Desk, id: str) -> Post | None:
    """Return the post that is to be changed, by the id of any of its events; None for a new one."""
    if not id:
        return None
    found = next((post for post in desk.ledger.record.posts if id in post.history), None)
    if found is None:
        refuse(Unknown, id[:80], "no such post", "one of those listed", "Look at the list again.")
    return found


def _filled(editing: Post | None) -> dict[str, str]:
    """Return what the form holds at first."""
    empty = dict.fromkeys(_FIELDS, "") | {"language": "en"}
    if editing is None:
        return empty
    event, quoted = editing.event, editing.event.quotation
    own = {} if quoted is None else {"words": quoted.words, "who": quoted.who, "said": quoted.said}
    return empty | own | {
        "headline": event.headline,
        "text": event.text,
        "link": "" if quoted is None else quoted.link or "",
    }  # fmt: skip


def _writing(ask: Ask, editing: Post | None) -> Writing:
    said: dict[str, object] = {"id": ask.text("id")}
    if ask.text("act") == "withdraw" and editing is not None:
        return convert(said | {"replaces": ask.text("replaces"), "reason": ask.text("reason")}, PostWithdrawal)
    # Browsers send line ends of two characters.
    said |= {"headline": ask.text("headline"), "text": ask.text("text").replace("\r\n", "\n")}
    if ask.text("words") or ask.text("who") or ask.text("said"):
        words = ask.text("words").replace("\r\n", "\n")
        quoted = {"words": words, "who": ask.text("who"), "said": ask.text("said")}
        said["quotation"] = quoted | {"link": ask.text("link") or None}
    said["despite"] = ask.text("despite") or None
    if editing is not None:
        return convert(said | {"replaces": ask.text("replaces"), "reason": ask.text("reason")}, PostChange)
    kind, _, id = ask.text("place").partition("|")
    if kind in ("contest", "body", "area"):
        said[kind] = id
    return convert(said | {"language": ask.text("language") or "en"}, NewPost)


class PostRow(msgspec.Struct, frozen=True, kw_only=True):
    """A post as it now reads; `newest` is the id that a change of it must name."""

    id: str
    newest: str
    by: str
    headline: str
    text: str
    contest: str
    withdrawn: bool
    revision: int


class PostList(msgspec.Struct, frozen=True, kw_only=True):
    """The posts, newest first."""

    posts: list[PostRow]


class PostTaken(msgspec.Struct, frozen=True, kw_only=True):
    """That a post was taken: recorded, pending or embargoed."""

    id: str
    state: str


def _list(desk: Desk, actor: Actor, path: dict[str, str], body: Any) -> PostList:
    return PostList(
        posts=[
            PostRow(
                id=post.history[0],
                newest=post.history[-1],
                by=post.event.by,
                headline=post.event.headline,
                text=post.event.text,
                contest=post.event.contest,
                withdrawn=post.withdrawn,
                revision=post.revision,
            )
            for post in reversed(desk.ledger.record.posts)
        ]
    )


def _take(desk: Desk, actor: Actor, path: dict[str, str], body: Writing) -> PostTaken:
    return PostTaken(id=body.id, state=desk.posts.take(actor, body))


OPERATIONS = (
    Operation(method="GET", path="/posts", name="posts", says="The posts of the live blog, newest first.",
              run=_list, gives=PostList, roles=ANYONE),
    Operation(method="POST", path="/posts", name="post",
              says="Write a post, correct one or take one back; the copy check reads it first.",
              run=_take, takes=Writing, gives=PostTaken, roles=("editor",)),
)  # fmt: skip
