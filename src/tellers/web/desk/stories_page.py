"""The desk's page of filed stories: which published sentences have gone stale or wrong, and mending them."""

from __future__ import annotations

from starlette.responses import Response

from tellers.desk import Conflict, Desk, Unfit, Unknown
from tellers.desk.notices import StoryNotice
from tellers.desk.refusing import refuse
from tellers.desk.stories import WatchedStory
from tellers.web.desk.asking import Ask, convert


def badge(desk: Desk) -> tuple[int, str]:
    """Return how many published sentences want mending."""
    gone = desk.stories.now.gone
    return gone, "published sentence gone stale or wrong" if gone == 1 else "published sentences gone stale or wrong"


def stories(ask: Ask) -> Response:
    """Show the filed stories, or take the new text of a sentence."""
    if ask.request.method == "POST":
        _mend(ask)
        return ask.go("/desk/stories")
    return ask.page("stories", watched=ask.desk.stories.now)


def _mend(ask: Ask) -> None:
    """File a story again with one sentence's new text, or without it where the text is blank."""
    ask.person.need("story_filed", "editor")
    story = _story(ask)
    said = ask.text("number")
    number = int(said) if said.isascii() and said.isdecimal() and len(said) < 6 else -1
    if number not in range(len(story.sentences)) or story.sentences[number] != ask.form.get("sentence", ""):
        refuse(Conflict, story.story, "another sentence there", "the one that was shown", "Look at the page again.")
    text = "" if ask.text("act") == "drop" else " ".join(ask.text("text").split())
    if ask.text("act") != "drop" and not text:
        refuse(Unfit, story.story, "no new text", "the sentence as it is published now", "Write it, or take it off.")
    rows = [*story.sentences[:number], *([text] if text else []), *story.sentences[number + 1 :]]
    headline = bool(story.headline)
    body: dict[str, object] = {
        "id": ask.text("id"),
        "story": story.story,
        "headline": "" if not headline else text if number == 0 else story.headline,
        "link": story.link,
        "edition": ask.desk.copy.edition.number,
        "sentences": rows[1:] if headline and (number or text) else rows,
    }
    ask.desk.notices.take(ask.person, convert(body, StoryNotice))
    ask.desk.stories.look()


def _story(ask: Ask) -> WatchedStory:
    found = next((s for s in ask.desk.stories.look().stories if s.id == ask.text("story")), None)
    if found is None:
        refuse(Unknown, "stories", "a filing that another has taken the place of", "the newest", "Look at it again.")
    return found
