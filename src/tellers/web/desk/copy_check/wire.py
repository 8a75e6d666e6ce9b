"""What a content system sends: a story as it is, or in JSON with its name, its moment and other nights."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, ClassVar

import msgspec

from tellers.check import Form
from tellers.desk import DeskError, TooLarge
from tellers.desk.copy_room import NIGHTS_MAX, STORY_MAX_BYTES, Copy
from tellers.desk.refusing import refuse

NAME_MAX = 200
_Name = Annotated[str, msgspec.Meta(max_length=NAME_MAX)]
_Story = Annotated[str, msgspec.Meta(max_length=STORY_MAX_BYTES, description="The story.")]
MEDIA: dict[str, Form] = {"text/plain": "text", "text/html": "html", "text/markdown": "markdown"}
_FORMS: tuple[Form, ...] = ("text", "html", "markdown")


class Misread(DeskError):
    """What was sent is not a story: send one."""

    status: ClassVar[int] = 422


class Unsupported(DeskError):
    """A story of another kind: send it as one of those that are read."""

    status: ClassVar[int] = 415


class StoryBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A story in JSON: exactly one of text, html and markdown."""

    text: _Story | msgspec.UnsetType = msgspec.UNSET
    html: _Story | msgspec.UnsetType = msgspec.UNSET
    markdown: _Story | msgspec.UnsetType = msgspec.UNSET
    name: _Name = "story"
    as_of: _Name = ""
    nights: Annotated[tuple[_Name, ...], msgspec.Meta(max_length=NIGHTS_MAX)] = ()


def read_copy(media: str, body: bytes, query: Callable[[str], list[str]]) -> Copy:
    """Return the story that a request brings. What is refused is never quoted: it may be under embargo.

    Args:
        media: Its content type.
        query: The values of a parameter of its address; they are for stories that are not in JSON.

    Raises:
        Unsupported: It is of a kind that is not read.
        Misread: It is not UTF-8, is binary, or is not JSON as described.
    """
    kind, charset = _media(media)
    if charset not in ("", "utf-8", "utf8", "us-ascii"):
        refuse(Unsupported, "content-type", f"the charset {charset[:40]}", "UTF-8", "Send the story in UTF-8.")
    if kind == "application/json":
        return _from_json(body)
    form = MEDIA.get(kind)
    if form is None:
        wanted = f"application/json, {', '.join(MEDIA)}"
        refuse(Unsupported, "content-type", kind[:80] or "none", f"one of {wanted}", "Say what the story is.")
    names, moments, nights = query("name"), query("as_of"), query("night")
    if len(names) > 1 or len(moments) > 1 or len(nights) > NIGHTS_MAX:
        wanted = f"one name, one as_of, and at most {NIGHTS_MAX} nights"
        refuse(Misread, "the address", "more", wanted, "Leave the others out.")
    name, moment = (names or ["story"])[0], (moments or [""])[0]
    for where, value in (("name", name), ("as_of", moment), *(("night", night) for night in nights)):
        if len(value) > NAME_MAX:
            refuse(Misread, where, f"{len(value):,} characters", f"at most {NAME_MAX}", "Shorten it.")
    return Copy(text=_text(body), name=name, form=form, as_of=moment, nights=tuple(nights))


def _media(header: str) -> tuple[str, str]:
    kind, _, rest = header.partition(";")
    charset = ""
    for part in rest.split(";"):
        name, _, value = part.partition("=")
        if name.strip().lower() == "charset":
            charset = value.strip().strip('"').lower()
    return kind.strip().lower(), charset


def _from_json(body: bytes) -> Copy:
    try:
        given = msgspec.json.decode(body, type=StoryBody)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        # The library's own words name the field and never quote what was in it, but for the name of one unknown.
        found = str(error) if "unknown field" not in str(error) else "a field that there is not"
        wanted = "JSON as /desk/api/openapi.json has it: text, html or markdown, with name, as_of and nights"
        refuse(Misread, "the body", found[:200], wanted, "Look at the field named.")
    stories: list[tuple[Form, str]] = [(f, v) for f in _FORMS if isinstance(v := getattr(given, f), str)]
    if len(stories) != 1:
        found = ", ".join(form for form, _ in stories) or "none of them"
        refuse(Misread, "the body", found, "exactly one of text, html and markdown", "Send one story at a time.")
    form, text = stories[0]
    return Copy(text=_readable(text), name=given.name, form=form, as_of=given.as_of, nights=given.nights)


def _text(body: bytes) -> str:
    try:
        return _readable(body.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        found = f"bytes that are not UTF-8, at byte {error.start}"
    refuse(Misread, "the story", found, "text in UTF-8", "Send it as UTF-8.")


def _readable(text: str) -> str:
    if "\0" in text:
        refuse(Misread, "the story", "a binary file", "text, Markdown or HTML", "Send the story as plain text.")
    if len(text) > STORY_MAX_BYTES:
        refuse(TooLarge, "the story", f"{len(text):,} characters", f"at most {STORY_MAX_BYTES:,}", "Send it in parts.")
    return text


def body_schema() -> dict[str, Any]:
    """Return the JSON Schema of a story in JSON: one object for each form, so that there is exactly one story."""
    schema: dict[str, Any] = msgspec.json.schema_components([StoryBody])[1]["StoryBody"]
    common = {name: kind for name, kind in schema["properties"].items() if name not in _FORMS}
    # The pattern keeps out the NUL, by which a binary file is known.
    story = {"type": "string", "maxLength": STORY_MAX_BYTES, "pattern": r"^[^\x00]*$"}
    return {
        "oneOf": [
            {
                "type": "object",
                "properties": {form: story, **common},
                "required": [form],
                "additionalProperties": False,
            }
            for form in _FORMS
        ]
    }
