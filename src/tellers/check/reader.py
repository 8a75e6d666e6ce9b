"""Reads one story from sentence to sentence: finds its claims, pins their moments, and has them judged."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import datetime, time, timedelta

from tellers.check.claim import Claim
from tellers.check.context import Context
from tellers.check.find.bases import without_bases
from tellers.check.find.choices import find_choices, referendum
from tellers.check.find.figures import find_figures
from tellers.check.find.nominal import find_nominal
from tellers.check.find.others import find_others
from tellers.check.find.outcomes import find_outcomes
from tellers.check.find.overall import find_overall
from tellers.check.find.people import find_people
from tellers.check.find.progress import find_progress
from tellers.check.find.relations import find_relations
from tellers.check.find.seats import find_seats
from tellers.check.find.turns import find_turns
from tellers.check.history import History
from tellers.check.judging import Verdict
from tellers.check.kindest import best_reading
from tellers.check.lexicon.words import TRIGGERS, word_set
from tellers.check.names import Gazetteer
from tellers.check.phrases import draw_together
from tellers.check.pins import Phrase, editions, find_phrases
from tellers.check.placing import bare, claim, without_doubles
from tellers.check.query import Draft
from tellers.check.scene import Scene
from tellers.check.story import Block, Plain, Sentence, quotations
from tellers.check.tokens import Token, introduce, tokenize
from tellers.check.topic import Topic

_ELECTION_UNITS = word_set("votes papers percent points seats councils areas")
_READ_WORDS = word_set("votes percent points seats councils papers")


class Reader:
    """Reads one story from sentence to sentence."""

    def __init__(
        self,
        *,
        gazetteer: Gazetteer,
        histories: Sequence[History],
        plain: Plain,
        blocks: Sequence[Block],
        nows: dict[str, int],
    ) -> None:
        self.gazetteer = gazetteer
        self.histories = histories
        self.plain = plain
        self.blocks = blocks
        self.nows = nows
        self.context = Context(gazetteer=gazetteer)
        live = [t for t in gazetteer.topics if t.kind == "live"]
        self.only = live[0] if len(live) == 1 else None
        self.quotes: dict[int, tuple[tuple[int, int], ...]] = {}
        self._introduce()

    def _introduce(self) -> None:
        """Take in every full name of the story first: a headline may give a surname alone before the text gives it
        whole."""
        for block in self.blocks:
            if block.kind != "boilerplate":
                introduce(self.plain.text[block.start : block.end], self.gazetteer, self.context.seen)

    def read(self, number: int, sentence: Sentence, numbers: dict[int, bool]) -> list[Claim]:
        text = self.plain.text[sentence.start : sentence.end]
        raw, basis = without_bases(tokenize(text, sentence.start, self.gazetteer, self.context.seen))
        scene = self._scene(number, sentence, text, draw_together(raw))
        scene.basis = basis
        self.context.learn(scene)
        drafts = self._drafts(scene)
        claims: list[Claim] = []
        covered: dict[int, bool] = {}
        for draft in without_doubles(drafts):
            verdict = self._judge(draft)
            claims.append(claim(draft, verdict, scene))
            for start in draft.covers:
                covered[start] = covered.get(start, False) or verdict.level != "unchecked"
        for token in raw:
            if token.quantity is not None and (token.quantity.unit in _ELECTION_UNITS or token.start in covered):
                numbers[token.start] = numbers.get(token.start, False) or covered.get(token.start, False)
                if token.start not in covered and token.quantity.unit in _READ_WORDS:
                    claims.append(bare(token, scene))
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
            quotes=_within(quotes, sentence.start, sentence.end),
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
            *find_turns(scene, context),
            *figures,
            *find_seats(scene, context),
            *find_overall(scene, context),
            *find_progress(scene, context, topic, phrases),
        ]
        self._pin(scene, drafts, topic, phrases)
        poll = referendum(context, self.only)
        if poll is not None:
            drafts += find_choices(scene, context, poll)
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
                topics = self.gazetteer.people.get(token.person, [])
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
        history = next(h for h in self.histories if h.election.id == topic.night)
        if history.zone is None:
            return None
        best: int | None = None
        for days in (0, 1, 2):
            start = datetime.combine(history.election.date + timedelta(days=days), time(), tzinfo=history.zone)
            when = start + timedelta(minutes=scene.stamp + 1)
            timed = [e.announced_at for e in history.editions if e.announced_at is not None]
            if timed and timed[0] <= when and (best is None or when <= timed[-1] + timedelta(hours=6)):
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
        verdict = best_reading(draft, now)
        if draft.scene.kind == "quotation" and verdict.level == "error":
            return Verdict(
                level="warn",
                reason=f"quoted, and different: {verdict.reason}",
                record=verdict.record,
                moment=verdict.moment,
            )
        return verdict


def _within(quotes: tuple[tuple[int, int], ...], start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Return the quotations that touch a sentence; they are in order and apart."""
    first = bisect_right(quotes, start, key=lambda quote: quote[1])
    last = bisect_left(quotes, end, key=lambda quote: quote[0])
    return quotes[first:last]
