"""Filed stories, watched: which published sentences have gone stale or wrong, anew with each event."""

from __future__ import annotations

import threading
from collections.abc import Iterable

import msgspec

from tellers.check import Filed, Gone, GoneClaim, Level, gone_wrong
from tellers.desk.copy_room import CopyRoom
from tellers.edition import Edition, tell
from tellers.record import Record, StoryFiled

_LOOK_SECONDS = 0.1


class GoneFinding(msgspec.Struct, frozen=True, kw_only=True):
    """One claim of a published sentence that is right no more, and the event since which it is not."""

    quote: str
    type: str
    was: Level
    level: Level
    reason: str
    record: str | None
    contest: str | None
    since: int
    event: str
    kind: str
    because: str
    said: tuple[str, ...]


class GoneSentence(msgspec.Struct, frozen=True, kw_only=True):
    """A published sentence that has gone stale ("warn") or wrong ("error"); `number` is its place among those filed."""

    number: int
    sentence: str
    level: Level
    findings: tuple[GoneFinding, ...]


class WatchedStory(msgspec.Struct, frozen=True, kw_only=True):
    """A published story as it was last filed, and what of it is right no more."""

    id: str
    story: str
    headline: str
    link: str | None
    edition: int
    filed_by: str | None
    filed_at: str | None
    filings: int
    sentences: tuple[str, ...]
    wrong_when_filed: int
    gone: tuple[GoneSentence, ...]


class Watched(msgspec.Struct, frozen=True, kw_only=True):
    """Every filed story at one edition, those with most to mend first; `gone` counts the sentences to mend."""

    edition: int
    gone: int
    stories: tuple[WatchedStory, ...]


def standing_filings(record: Record) -> tuple[StoryFiled, ...]:
    """Return the newest filing of each story, in the order in which the stories were first filed.

    A story that is filed again under its name takes the place of what was filed before.
    """
    return tuple({event.story: event for event in record.stories}.values())


def published(event: StoryFiled) -> tuple[str, ...]:
    """Return what a filing published, its headline first."""
    return (event.headline, *event.sentences) if event.headline else event.sentences


def filed(event: StoryFiled, record: Record) -> Filed:
    """Return a filing as the copy check reads it.

    A sentence that an earlier filing of the story has as well, and every one since, was published then: mending one
    sentence makes no other fresh.
    """
    earlier = [other for other in record.stories if other.story == event.story and other.seq < event.seq]
    editions = []
    for sentence in published(event):
        edition = event.edition
        for other in reversed(earlier):
            if sentence not in published(other):
                break
            edition = other.edition
        editions.append(edition)
    return Filed(story=event.story, sentences=published(event), editions=tuple(editions))


class Stories:
    """Watches the filed stories of a night in a thread of its own; `now` never waits for a check.

    `version` moves whenever what is listed has changed, so that open pages are told.
    """

    def __init__(self, room: CopyRoom) -> None:
        self._room = room
        self._known: dict[str, Gone] = {}
        self._stop = threading.Event()
        self._looking = threading.Lock()
        self.version = 0
        self.now = Watched(edition=0, gone=0, stories=())
        self.look()
        self._thread = threading.Thread(target=self._look_on, name="stories", daemon=True)
        self._thread.start()

    def look(self) -> Watched:
        """Return what is listed at the newest edition, having checked what an event may have moved."""
        with self._looking:
            made = self._room.editions()
            if made[-1].number == self.now.edition and self.version:
                return self.now
            watched = self._watched(made[-1], {edition.number: edition for edition in made})
            if (watched.stories, watched.gone) != (self.now.stories, self.now.gone) or not self.version:
                self.version += 1
            self.now = watched
            return watched

    def _watched(self, edition: Edition, made: dict[int, Edition]) -> Watched:
        events = standing_filings(edition.record)
        if not events:
            return Watched(edition=edition.number, gone=0, stories=())
        checker = self._room.checker()
        now = min(edition.number, checker.histories[0].last)
        # Edition numbers of another desk may be ahead of those just read: the next look has them.
        known = {
            e.id: gone_wrong(checker, filed(e, edition.record), now=now, before=self._known.get(e.id)) for e in events
        }
        self._known = known
        rows = [_story(event, known[event.id], edition.record, made) for event in events]
        rows.sort(key=lambda row: (-len(row.gone), -row.edition))
        return Watched(edition=edition.number, gone=sum(len(row.gone) for row in rows), stories=tuple(rows))

    def _look_on(self) -> None:
        while not self._stop.wait(_LOOK_SECONDS):
            self.look()

    def close(self) -> None:
        """Watch no more."""
        self._stop.set()
        self._thread.join()


def _story(event: StoryFiled, gone: Gone, record: Record, made: dict[int, Edition]) -> WatchedStory:
    sentences = published(event)
    return WatchedStory(
        id=event.id,
        story=event.story,
        headline=event.headline,
        link=event.link,
        edition=event.edition,
        filed_by=event.keyed_by,
        filed_at=None if event.recorded_at is None else event.recorded_at.isoformat(),
        filings=sum(other.story == event.story for other in record.stories),
        sentences=sentences,
        wrong_when_filed=gone.wrong_when_filed,
        gone=tuple(_sentences(sentences, gone.claims, made)),
    )


def _sentences(
    sentences: tuple[str, ...], claims: tuple[GoneClaim, ...], made: dict[int, Edition]
) -> Iterable[GoneSentence]:
    for number in sorted({claim.number for claim in claims}):
        findings = tuple(_finding(claim, made) for claim in claims if claim.number == number)
        level: Level = "error" if any(f.level == "error" for f in findings) else "warn"
        yield GoneSentence(number=number, sentence=sentences[number], level=level, findings=findings)


def _finding(gone: GoneClaim, made: dict[int, Edition]) -> GoneFinding:
    edition = made.get(gone.since)
    claim = gone.claim
    # What was wrong when it was filed was made so by no event.
    change = None if edition is None or gone.was == claim.level else edition.change
    event = None if change is None else change.event
    return GoneFinding(
        quote=claim.quote,
        type=claim.type,
        was=gone.was,
        level=claim.level,
        reason=claim.reason,
        record=claim.record,
        contest=claim.contest,
        since=gone.since,
        event="" if event is None else event.id,
        kind="" if event is None else str(event.__struct_config__.tag),
        because=getattr(event, "reason", None) or "",
        said=tell(edition) if edition is not None and event is not None else (),
    )
