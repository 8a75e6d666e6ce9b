"""`check_story`: every claim of a story, held against the editions of one night or of several."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from tellers.check.claim import Claim, Coverage, Report, rank
from tellers.check.context import Context
from tellers.check.figure_query import FigureQuery
from tellers.check.find.figures import find_figures
from tellers.check.find.nominal import find_nominal
from tellers.check.find.others import find_others
from tellers.check.find.outcomes import find_outcomes
from tellers.check.find.people import find_people
from tellers.check.find.progress import find_progress
from tellers.check.find.relations import find_relations
from tellers.check.find.seats import find_seats
from tellers.check.history import History
from tellers.check.judging import Verdict, judge
from tellers.check.lexicon.words import TRIGGERS, word_set
from tellers.check.names import Gazetteer
from tellers.check.outcome_query import Side
from tellers.check.phrases import draw_together
from tellers.check.pins import Phrase, editions, find_phrases
from tellers.check.query import Draft
from tellers.check.reading import Form, read_text
from tellers.check.scene import Scene
from tellers.check.story import Block, Plain, Sentence, blocks, quotations, sentences
from tellers.check.tokens import Token, introduce, tokenize
from tellers.check.topic import Topic

AsOf = int | datetime | date | None
_ISO = re.compile(r"\b((?:19|20)\d\d)-(\d\d)-(\d\d)\b")
_ELECTION_UNITS = word_set("votes papers percent points seats councils areas")


class Checker:
    """The names of some nights, made ready once; `check` may then be called for any number of stories."""

    def __init__(self, history: History | Sequence[History]) -> None:
        self.histories: tuple[History, ...] = (history,) if isinstance(history, History) else tuple(history)
        assert self.histories
        self.gazetteer = Gazetteer(self.histories)

    def check(self, text: str, *, as_of: AsOf = None, form: Form = "text", story: str = "story") -> Report:
        """Return the report on a story; see `check_story`."""
        plain = read_text(text, form)
        found = blocks(plain)
        lines = sentences(plain, found)
        nows = {h.election.id: self._now(h, as_of, plain.text) for h in self.histories}
        reader = _Reader(checker=self, plain=plain, blocks=found, nows=nows)
        claims: list[Claim] = []
        numbers: dict[int, bool] = {}
        for number, sentence in enumerate(lines):
            claims += reader.read(number, sentence, numbers)
        claims = _placed(claims, plain, text)
        coverage = Coverage(numbers=len(numbers), checked=sum(numbers.values()))
        return Report(
            story=story,
            text=text,
            claims=tuple(claims),
            coverage=coverage,
            nights=tuple(nows),
            as_of=tuple(f"edition {n}" for n in nows.values()),
        )

    def _now(self, history: History, as_of: AsOf, text: str) -> int:
        if isinstance(as_of, datetime):
            # A log without times cannot say where a time falls: then the whole night is meant.
            timed = any(e.announced_at is not None for e in history.editions)
            return history.before_time(as_of) if timed else history.last
        if isinstance(as_of, int):
            return history.at(as_of).number
        day = as_of if as_of is not None else _dateline(text)
        if (
            day is not None
            and history.zone is not None
            and history.election.date <= day <= history.election.date + timedelta(days=7)
        ):
            return _end_of(history, day)
        return history.last


def check_story(
    text: str, history: History | Sequence[History], *, as_of: AsOf = None, form: Form = "text", story: str = "story"
) -> Report:
    """Return every claim of a story, each with its level, its place and its reason.

    Args:
        text: The story, with its markup where `form` is "markdown" or "html"; offsets are of this text.
        history: The night or nights to hold it against.
        as_of: The moment that the story speaks of: an edition's number, a time with its zone, or a day; None for the
            story's own dateline, else the latest.
        story: What the report calls it.
    """
    return Checker(history).check(text, as_of=as_of, form=form, story=story)


def _dateline(text: str) -> date | None:
    match = _ISO.search(text[:300])
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def _end_of(history: History, day: date) -> int:
    timed = [e for e in history.editions if e.announced_at is not None]
    if not timed:
        return history.last
    end = datetime.combine(day + timedelta(days=1), time(), tzinfo=history.zone)
    if timed[-1].announced_at is not None and timed[-1].announced_at < end:
        return history.last
    return history.before_time(end)


_READ_WORDS = word_set("votes percent points seats councils papers")


class _Reader:
    """Reads one story from sentence to sentence."""

    def __init__(self, *, checker: Checker, plain: Plain, blocks: Sequence[Block], nows: dict[str, int]) -> None:
        self.checker = checker
        self.plain = plain
        self.blocks = blocks
        self.nows = nows
        self.context = Context(gazetteer=checker.gazetteer)
        live = [t for t in checker.gazetteer.topics if t.kind == "live"]
        self.only = live[0] if len(live) == 1 else None
        self.quotes: dict[int, tuple[tuple[int, int], ...]] = {}
        self._introduce()

    def _introduce(self) -> None:
        """Take in every full name of the story first: a headline may give a surname alone before the text gives it whole."""
        for block in self.blocks:
            if block.kind != "boilerplate":
                introduce(self.plain.text[block.start : block.end], self.checker.gazetteer, self.context.seen)

    def read(self, number: int, sentence: Sentence, numbers: dict[int, bool]) -> list[Claim]:
        text = self.plain.text[sentence.start : sentence.end]
        raw = tokenize(text, sentence.start, self.checker.gazetteer, self.context.seen)
        scene = self._scene(number, sentence, text, draw_together(raw))
        drafts = self._drafts(scene)
        claims: list[Claim] = []
        covered: dict[int, bool] = {}
        for draft in _without_doubles(drafts):
            verdict = self._judge(draft)
            claims.append(_claim(draft, verdict, scene))
            for start in draft.covers:
                covered[start] = covered.get(start, False) or verdict.level != "unchecked"
        for token in raw:
            if (
                token.quantity is not None
                and (token.quantity.unit in _ELECTION_UNITS or token.start in covered)
                and not _rank_only(token)
            ):
                numbers[token.start] = numbers.get(token.start, False) or covered.get(token.start, False)
                if token.start not in covered and token.quantity.unit in _READ_WORDS:
                    claims.append(_bare(token, scene))
        self.context.after(scene)
        return claims

    def _scene(self, number: int, sentence: Sentence, text: str, tokens: list[Token]) -> Scene:
        quotes = self.quotes.get(sentence.paragraph)
        if quotes is None:
            quotes = quotations(self.plain.text, self.blocks[sentence.paragraph])
            self.quotes[sentence.paragraph] = quotes
        scene = Scene(
            text=text,
            start=sentence.start,
            end=sentence.end,
            kind=sentence.kind,
            paragraph=sentence.paragraph,
            tokens=tokens,
            quotes=quotes,
            stamp=sentence.stamp,
            number=number,
        )
        scene.prepare()
        return scene

    def _drafts(self, scene: Scene) -> list[Draft]:
        if not any(t.kind not in ("word", "mark") or t.low in TRIGGERS for t in scene.tokens) and not scene.strange:
            return list(find_others(scene, self.context, self.context.focus or self.only))
        context = self.context
        before = context.focus
        topic = self._topic(scene)
        if topic is not None and context.focus is None:
            context.focus = topic
        phrases = find_phrases(scene, context, topic) if topic is not None else []
        figures = list(find_figures(scene, context))
        drafts = [
            *find_people(scene, context),
            *find_outcomes(scene, context),
            *find_nominal(scene, context),
            *figures,
            *find_seats(scene, context),
            *find_progress(scene, context, topic, phrases),
        ]
        self._pin(scene, drafts, topic, phrases)
        drafts += find_relations(scene, context, figures)
        drafts += find_others(scene, context, topic)
        if (
            context.focus is topic
            and before is not None
            and topic is not None
            and before is not topic
            and not self._names(scene, topic)
        ):
            context.focus = before
        return drafts

    def _topic(self, scene: Scene) -> Topic | None:
        """Return the contest that a sentence speaks of first: one it names, else the one in focus."""
        for token in scene.tokens:
            if token.kind == "person" and token.person is not None:
                topics = self.checker.gazetteer.people.get(token.person, [])
                if len(topics) == 1:
                    return topics[0]
            if token.kind in ("contest", "area") and token.name is not None and len(token.name.topics) == 1:
                return token.name.topics[0]
        return self.context.focus or self.only

    def _names(self, scene: Scene, topic: Topic) -> bool:
        return any(t.kind in ("person", "contest", "area") for t in scene.tokens)

    def _pin(self, scene: Scene, drafts: list[Draft], topic: Topic | None, phrases: list[Phrase]) -> None:
        """Give claims the moment that the sentence, or its paragraph, says it speaks of."""
        context = self.context
        pin: frozenset[int] | None = None
        if topic is not None:
            for phrase in phrases:
                found = editions(topic, phrase)
                if found:
                    pin = found if pin is None else (pin & found) or pin
        if pin is not None:
            context.pin, context.pin_paragraph = pin, scene.paragraph
        elif context.pin is not None and context.pin_paragraph == scene.paragraph:
            pin = context.pin
        stamp = self._stamp(scene, topic)
        for draft in drafts:
            if draft.topic is not None and topic is not None and draft.topic is not topic:
                continue
            if stamp is not None:
                draft.pin, draft.told = stamp, True
            elif pin is not None and draft.type not in ("outstanding",):
                draft.pin = pin
            if scene.told(draft.start) and draft.type != "status":
                draft.told = True

    def _stamp(self, scene: Scene, topic: Topic | None) -> frozenset[int] | None:
        """Return the edition of a live blog's entry, by its time of day."""
        if scene.stamp is None or topic is None or topic.kind != "live":
            return None
        history = next(h for h in self.checker.histories if h.election.id == topic.night)
        if history.zone is None:
            return None
        best: int | None = None
        for days in (0, 1, 2):
            start = datetime.combine(history.election.date + timedelta(days=days), time(), tzinfo=history.zone)
            when = start + timedelta(minutes=scene.stamp + 1)
            timed = [e for e in history.editions if e.announced_at is not None]
            if (
                timed
                and timed[0].announced_at <= when
                and (best is None or when <= timed[-1].announced_at + timedelta(hours=6))
            ):  # type: ignore[operator]
                best = history.before_time(when)
        if best is None:
            return None
        found = [m.edition for m in topic.moments if m.edition <= best]
        return frozenset(found[-1:]) or None

    def _judge(self, draft: Draft) -> Verdict:
        night = (
            draft.topic.night
            if draft.topic is not None
            else getattr(getattr(draft.query, "chamber", None), "night", None)
        )
        now = self.nows.get(night, max(self.nows.values())) if night is not None else max(self.nows.values())
        verdict = _best_reading(draft, now)
        if draft.scene.kind == "quotation" and verdict.level == "error":
            return Verdict(
                level="warn",
                reason=f"quoted, and different: {verdict.reason}",
                record=verdict.record,
                moment=verdict.moment,
            )
        return verdict


def _best_reading(draft: Draft, now: int) -> Verdict:
    """Return the verdict on a claim in the reading that is kindest to it, of those that the words allow."""
    verdict = judge(draft, now)
    if verdict.level in ("ok", "unchecked"):
        return verdict
    for other in draft.others:
        found = judge(replace(draft, query=other, strong=False), now)
        if found.level == "ok":
            return found
    if isinstance(draft.query, FigureQuery) and _about_another(draft):
        return Verdict(level="unchecked", reason="a place or person that the record does not know is named beside it")
    if verdict.level == "error" and isinstance(draft.query, FigureQuery) and draft.query.moments_missing():
        # Some moment's figures are unknown: the words may be of that one.
        return replace(verdict, level="warn")
    if verdict.level == "error" and isinstance(draft.query, FigureQuery) and _elsewhere_right(draft, draft.query, now):
        # It is right of somebody or some place that the sentence also names: what is tied to what may be misread.
        return replace(verdict, level="warn")
    if verdict.level == "error" and not draft.tied and draft.query is not None and draft.query.belongs():
        # It is a figure of this contest; which place is meant is a guess, and a guess is never red.
        return replace(verdict, level="warn")
    return verdict


def _about_another(draft: Draft) -> bool:
    """Return whether a figure may be of a contest that the record does not know: strange names, and nobody of ours."""
    ours = any(t.kind == "person" or (t.kind in ("area", "contest") and t.name is not None) for t in draft.scene.tokens)
    return bool(draft.scene.strange) and not ours


def _elsewhere_right(draft: Draft, query: FigureQuery, now: int) -> bool:
    """Return whether the figure is right of other people or places that the same sentence names, or the other way about."""
    people = [t.person for t in draft.scene.tokens if t.kind == "person" and t.person in query.topic.people]
    parties = [t.party for t in draft.scene.tokens if t.kind == "party"]
    areas = [a for t in draft.scene.tokens if t.name is not None for a in t.name.areas if a in query.topic.areas]
    sides = [Side(person=p) for p in dict.fromkeys(people)] + [Side(party=p) for p in dict.fromkeys(parties)]
    reversible = query.measure in ("lead", "lead_points", "majority", "majority_points")
    for side in (*sides, *([None] if reversible else [])):
        for place in dict.fromkeys((query.place, None, *areas)):
            other = replace(query, side=side, rival=None, place=place)
            if judge(replace(draft, query=other, others=(), strong=False), now).level == "ok":
                return True
    return False


def _rank_only(token: Token) -> bool:
    return token.quantity is not None and token.quantity.unit == "ordinal" and False


def _bare(token: Token, scene: Scene) -> Claim:
    """Return an unchecked claim for a number that nothing links: it is found, and the report says why it stops there."""
    kinds = {
        "votes": "votes",
        "percent": "share",
        "points": "points",
        "seats": "seats",
        "councils": "councils",
        "papers": "total_votes",
    }
    unit = token.quantity.unit if token.quantity is not None else "votes"
    return Claim(
        start=token.start,
        end=token.end,
        quote=token.text,
        type=kinds[unit],
        level="unchecked",
        record=None,
        reason="what the number is of cannot be told from the sentence",
        sentence=scene.text,
    )


def _claim(draft: Draft, verdict: Verdict, scene: Scene) -> Claim:
    return Claim(
        start=draft.start,
        end=max(draft.end, draft.start + 1),
        quote="",
        type=draft.type,
        level=verdict.level,
        record=verdict.record,
        reason=verdict.reason,
        moment=verdict.moment,
        contest=draft.topic.id if draft.topic is not None else None,
        sentence=scene.text,
    )


def _without_doubles(drafts: list[Draft]) -> list[Draft]:
    """Return the drafts, of two of one type over the same words the one that says more."""
    kept: list[Draft] = []
    for draft in drafts:
        double = next(
            (
                k
                for k in kept
                if k.type == draft.type and k.start < draft.end and draft.start < k.end and _same(k, draft)
            ),
            None,
        )
        if double is None:
            kept.append(draft)
        elif double.query is None and draft.query is not None:
            kept[kept.index(double)] = draft
    return kept


def _same(one: Draft, other: Draft) -> bool:
    if one.covers and other.covers:
        return bool(set(one.covers) & set(other.covers))
    return (one.start == other.start and one.end == other.end) or one.query is None or other.query is None


def _placed(claims: list[Claim], plain: Plain, text: str) -> list[Claim]:
    """Return the claims in order of the text, with offsets, quotes, lines and columns in the text as given."""
    starts = [0, *(m.end() for m in re.finditer("\n", text))]
    placed: dict[tuple[int, int, str], Claim] = {}
    for claim in claims:
        start, end = plain.span(claim.start, claim.end)
        line = _line(starts, start)
        made = replace(
            claim,
            start=start,
            end=end,
            quote=text[start:end],
            line=line + 1,
            column=start - starts[line] + 1,
            prefix=text[max(0, start - 32) : start],
            suffix=text[end : end + 32],
        )
        key = (start, end, claim.type)
        if key not in placed or rank(made.level) > rank(placed[key].level):
            placed[key] = made
    return sorted(placed.values(), key=lambda c: (c.start, c.end, c.type))


def _line(starts: list[int], at: int) -> int:
    low, high = 0, len(starts)
    while high - low > 1:
        middle = (low + high) // 2
        if starts[middle] <= at:
            low = middle
        else:
            high = middle
    return low
