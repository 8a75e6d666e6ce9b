"""Where corrections travel: the pages, lines, posts and stories that carried an old figure, each found once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tellers.edition import Correction, Edition, Moved, tell
from tellers.edition.languages import LANGUAGES
from tellers.edition.stale import MadeStale, carries, overtaken
from tellers.feeds.moved import moved_sentences
from tellers.record import Contest, Election, Posted, StoryFiled
from tellers.terms import AreaId, ContestId
from tellers.web.live import Hub
from tellers.web.site.address import (
    area_path,
    body_path,
    candidate_path,
    contest_path,
    party_path,
    slug,
    sources_path,
)
from tellers.web.site.was import Index, correction_path, figure_text, index_of
from tellers.web.site.words import clock

LOG_PAGE = 100
KIND_WORDS = {
    "corrected": "Correction",
    "recounted": "Recount",
    "withdrawn": "Withdrawal",
    "declared": "Final figures for provisional ones",
}
_WHAT = {
    "votes": "{who}, {place}",
    "ballot_papers": "Ballot papers, {place}",
    "rejected_ballots": "Rejected papers, {place}",
    "total": "{who}, all areas so far",
    "lead": "Lead",
    "majority": "Majority",
    "valid_votes": "Valid votes",
    "papers": "Ballot papers",
    "winner": "Ahead or elected",
    "party_votes": "{who}, votes over the night",
    "party_seats": "{who}, seats over the night",
    "body_seats": "{who}, seats in {place}",
    "control": "Control of {place}",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """A line of the log that carried an old figure; not `direct` where it was only reckoned from one."""

    number: int
    sentence: str
    moved: tuple[Moved, ...]
    direct: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionView:
    """A correction with all that it changed, and where the old figure stood."""

    number: int
    time: str
    iso: str
    kind: str
    place: str
    page: str | None
    reason: str
    rows: tuple[tuple[str, str, str], ...]
    pages: tuple[tuple[str, str], ...]
    lines: tuple[tuple[str, str], ...]
    stories: tuple[tuple[str, str | None, str], ...]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What is said at a line that a correction overtook, and where the correction is told."""

    text: str
    href: str
    contest: ContestId | None


class Corrected:
    """Every correction of a hub's night, and where it travels to."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._carried: dict[str, tuple[Carried, ...]] = {}
        self._pages: dict[str, tuple[tuple[str, str], ...]] = {}
        self._loose: list[int] = []
        self._lines: dict[int, tuple[str, ...]] = {}
        self._counting: dict[tuple[int, str, ContestId], bool] = {}
        self._looked = 0
        self._known: tuple[Correction, ...] = ()
        self._index: Index = {}
        self._by_page: dict[str, list[Correction]] = {}
        self._marks: dict[str, tuple[tuple[Correction, ...], Mapping[int, tuple[Mark, ...]]]] = {}

    def index(self, edition: Edition) -> Index:
        """Return every figure that was moved up to an edition, by its name."""
        self._catch_up(edition)
        return self._index

    def on_page(self, path: str, edition: Edition) -> tuple[Correction, ...]:
        """Return the corrections of figures that a page carried, newest first."""
        self._catch_up(edition)
        return tuple(reversed(self._by_page.get(path, ())))

    def _catch_up(self, edition: Edition) -> None:
        """Make the indexes those of an edition: they change with a correction alone."""
        if self._known is edition.corrections:
            return
        self._known, self._index, self._by_page = edition.corrections, index_of(edition.corrections), {}
        for made in edition.corrections:
            for _, path in self.pages(made):
                self._by_page.setdefault(path, []).append(made)

    def pages(self, made: Correction) -> tuple[tuple[str, str], ...]:
        """Return the pages that carried a figure which a correction moved: name and address."""
        if made.event not in self._pages:
            found = dict.fromkeys((path, name) for name, path in _pages(self._hub.election, made))
            self._pages[made.event] = tuple((name, path) for path, name in found)
        return self._pages[made.event]

    def carried(self, made: Correction) -> tuple[Carried, ...]:
        """Return the lines of the log that carried an old figure, oldest first."""
        if made.event not in self._carried:
            self._carried[made.event] = tuple(self._find(made))
        return self._carried[made.event]

    def _find(self, made: Correction) -> Iterator[Carried]:
        after = self._hub.edition(made.edition)
        assert after is not None
        told = [(n, sentence) for n in self._numbers(made, after) for sentence in self._told(n)]
        direct: dict[int, list[tuple[str, tuple[Moved, ...]]]] = {}
        for stale in overtaken(made.moved, after, told):
            if stale.story is None:
                direct.setdefault(stale.edition, []).append((stale.sentence, stale.moved))
        reckoned = self._reckoned(made, after, [(n, s) for n, s in told if n not in direct])
        for number in sorted({*direct, *reckoned}):
            for sentence, moved in direct.get(number, ()):
                yield Carried(number=number, sentence=sentence, moved=moved, direct=True)
            if number in reckoned:
                yield Carried(number=number, sentence=reckoned[number], moved=_shown(made.moved), direct=False)

    def _told(self, number: int) -> tuple[str, ...]:
        """Return the lines of an edition, written once however many corrections look at them."""
        if number not in self._lines:
            self._lines[number] = tuple(tell(self._edition(number)))
        return self._lines[number]

    def _edition(self, number: int) -> Edition:
        found = self._hub.edition(number)
        assert found is not None
        return found

    def _numbers(self, made: Correction, after: Edition) -> list[int]:
        """Return the editions whose lines may carry the figure: the contest's, its body's, and every post's."""
        numbers = set(self._said_by_the_desk(made.edition))
        if made.contest is not None:
            numbers |= set(self._hub.touching(made.contest, made.edition - 1))
        if any(m.what in ("body_seats", "control") for m in made.moved):
            inside = [c.id for c in self._hub.election.contests if c.body == made.body]
            numbers |= {n for id in inside for n in self._hub.touching(id, made.edition - 1)}
            figures = after.record.bodies.get(made.body, ()) if made.body is not None else ()
            numbers |= {after.record.events[id].seq for figure in figures for id in figure.history}
        return sorted(n for n in numbers if 0 < n < made.edition)

    def _said_by_the_desk(self, until: int) -> list[int]:
        """Return the editions before one that are posts, stories or of no contest: each may carry any figure."""
        while self._looked < until - 1:
            self._looked += 1
            change = self._edition(self._looked).change
            assert change is not None
            if change.contest is None or isinstance(change.event, Posted | StoryFiled):
                self._loose.append(self._looked)
        return [n for n in self._loose if n < until]

    def _reckoned(self, made: Correction, after: Edition, told: Iterable[tuple[int, str]]) -> dict[int, str]:
        """Return the lines whose lead or totals had counted the old figure in, before more was counted in too."""
        if made.contest is None or made.area is None:
            return {}
        contest = after.election.contest_by_id[made.contest]
        found: dict[int, str] = {}
        if len(contest.areas) == 1 or not any(m.what == "votes" for m in made.moved):
            return found
        for number, sentence in told:
            if number < made.first or number in found:
                continue
            standing = self._edition(number).standing(contest)
            if AreaId(made.area) not in standing.not_in and self._counts(number, sentence, contest):
                found[number] = sentence
        return found

    def _counts(self, number: int, sentence: str, contest: Contest) -> bool:
        """Return whether a line tells a contest's lead or totals as they were at its edition, asked once for each."""
        key = (number, sentence, contest.id)
        if key not in self._counting:
            standing = self._edition(number).standing(contest)
            counted = {standing.lead, standing.majority, *(c.votes for c in standing.candidates)} - {None}
            then = (Moved(what="total", contest=contest.id, old=old, new=None, since=number) for old in counted)
            self._counting[key] = any(carries(sentence, moved, self._hub.election) for moved in then)
        return self._counting[key]

    def marks(self, edition: Edition, language: str = "en") -> Mapping[int, tuple[Mark, ...]]:
        """Return what is said at each line that a correction up to an edition overtook."""
        kept = self._marks.get(language)
        if kept is None or kept[0] is not edition.corrections:
            kept = self._marks[language] = (edition.corrections, self._marked(edition, language))
        return kept[1]

    def _marked(self, edition: Edition, language: str) -> Mapping[int, tuple[Mark, ...]]:
        words, found = LANGUAGES[language], dict[int, list[Mark]]()
        for made in edition.corrections:
            time = clock(made.at, edition.election) or words["time.unknown"]
            lines: dict[int, tuple[bool, dict[Moved, None]]] = {}
            for line in self.carried(made):
                direct, moved = lines.get(line.number, (False, {}))
                lines[line.number] = (direct or line.direct, moved | dict.fromkeys(line.moved))
            for number, (direct, moved) in lines.items():
                changes = " ".join(_sentences(edition, made, tuple(moved), language))
                text = words["overtaken" if direct else "reckoned"].format(time=time, changes=changes)
                found.setdefault(number, []).append(Mark(text=text, href=correction_path(made), contest=made.contest))
        return {number: tuple(marks) for number, marks in found.items()}

    def overtook(self, edition: Edition) -> frozenset[int]:
        """Return the lines that an edition's own event overtook: a correction's, or of a post the post's own."""
        numbers = {post.first for post in edition.record.posts if post.seq == edition.number != post.first}
        made = edition.corrections[-1] if edition.corrections else None
        if made is not None and made.edition == edition.number:
            numbers |= {line.number for line in self.carried(made)}
        return frozenset(numbers)

    def overtaken_since(self, edition: Edition, lines: range) -> int:
        """Return the newest edition up to one that overtook any of some lines, 0 for none."""
        found = [post.seq for post in edition.record.posts if post.first in lines and post.seq != post.first]
        found += [c.edition for c in edition.corrections if any(ln.number in lines for ln in self.carried(c))]
        return max(found, default=0)

    def view(self, made: Correction, edition: Edition) -> CorrectionView:
        """Return a correction as its page tells it."""
        election = edition.election
        after = self._edition(made.edition)
        event = edition.record.events[made.event]
        stories = overtaken(made.moved, after)
        return CorrectionView(
            number=made.edition,
            time=clock(made.at, election) or "time not known",
            iso="" if made.at is None else made.at.isoformat(),
            kind=KIND_WORDS[made.kind],
            place=_place(election, made),
            page=None if made.contest is None else contest_path(made.contest),
            reason=made.reason,
            rows=tuple((_what(election, m), figure_text(m.old, m, election), _new(m, election)) for m in made.moved),
            pages=self.pages(made),
            lines=tuple((line_path(c.number, edition.number), c.sentence) for c in self.carried(made)),
            stories=tuple(
                (s.sentence, _story_link(edition, s.story), s.story or "") for s in stories if s.story is not None
            ),
            source="" if event.source is None else f"{event.source.name} ({event.source.kind})",
        )


def line_path(number: int, latest: int) -> str:
    """Return where a line of the log stands: on the newest page, or in its hundred."""
    if number > latest - LOG_PAGE:
        return f"/log#e{number}"
    return f"/log/{(number - 1) // LOG_PAGE + 1}#e{number}"


def _shown(moved: tuple[Moved, ...]) -> tuple[Moved, ...]:
    return tuple(m for m in moved if m.what in ("votes", "ballot_papers"))


def _sentences(edition: Edition, made: Correction, moved: tuple[Moved, ...], language: str) -> tuple[str, ...]:
    stale = MadeStale(event=made.event, edition=made.edition, reason=made.reason, moved=moved, sentences=())
    return moved_sentences(edition, stale, language)


def _pages(election: Election, made: Correction) -> Iterator[tuple[str, str]]:
    """Yield every page that showed a figure which was moved; some twice."""
    whats = {m.what for m in made.moved}
    if made.contest is not None:
        yield from _contest_pages(election, made, made.contest)
    for moved in made.moved:
        if moved.party is not None and moved.party in election.party_by_id and _stood(election, moved.party):
            yield election.party_by_id[moved.party].name, party_path(moved.party)
    body = made.body
    if body is not None:
        yield election.body_by_id[body].name, body_path(body)
    yield "The night", "/"
    if len(election.contests) > 1:
        yield "All contests", "/contests"
        if whats & {"winner", "party_seats"}:
            yield "Gains and losses", "/gains"
        if "majority" in whats:
            yield "The closest and the widest", "/closest"


def _stood(election: Election, party: str) -> bool:
    return any(c.party == party for contest in election.contests for c in contest.candidates)


def _contest_pages(election: Election, made: Correction, id: ContestId) -> Iterator[tuple[str, str]]:
    contest = election.contest_by_id[id]
    yield contest.name, contest_path(id)
    yield f"How we know: {contest.name}", sources_path(id)
    areas = dict.fromkeys(m.area for m in made.moved if m.area is not None)
    if not areas or len(contest.areas) == 1:
        areas = dict.fromkeys(contest.areas)
    for area in areas:
        yield election.area_by_id[area].name, area_path(area)
    for candidate in dict.fromkeys(m.candidate for m in made.moved if m.candidate is not None):
        yield contest.candidate(candidate).name, candidate_path(id, candidate)


def data_files(made: Correction) -> tuple[str, ...]:
    """Return the files of data that carried an old figure."""
    own = () if made.contest is None else (f"/data/contests/{slug(made.contest)}.json",)
    return (*own, "/data/board.json", "/feed.atom")


def _place(election: Election, made: Correction) -> str:
    if made.contest is None:
        return election.name if made.body is None else election.body_by_id[made.body].name
    contest = election.contest_by_id[made.contest]
    if made.area is None or len(contest.areas) == 1:
        return contest.name
    return f"{election.area_by_id[made.area].name}, {contest.name}"


def _what(election: Election, moved: Moved) -> str:
    who = place = ""
    if moved.party is not None:
        known = election.party_by_id.get(moved.party)
        who = known.name if known is not None else moved.party
    elif moved.candidate is not None and moved.contest is not None:
        who = election.contest_by_id[moved.contest].candidate(moved.candidate).name
    if moved.area is not None:
        place = election.area_by_id[moved.area].name
    elif moved.body is not None:
        place = election.body_by_id[moved.body].name
    elif moved.what == "votes":
        place = "several areas together"
    return _WHAT[moved.what].format(who=who, place=place)


def _new(moved: Moved, election: Election) -> str:
    return figure_text(moved.new, moved, election)


def _story_link(edition: Edition, story: str | None) -> str | None:
    found = next((s.link for s in edition.record.stories if s.story == story), None)
    return found if found is not None and found.startswith(("http://", "https://")) else None
