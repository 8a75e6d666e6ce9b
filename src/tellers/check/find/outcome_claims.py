"""Makes the draft of an outcome: the contest and place that it is about, how it is said, and whom else it may mean."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tellers.check.context import Context
from tellers.check.find.figure_base import places_near
from tellers.check.find.grammar import (
    Subject,
    says_there,
)
from tellers.check.find.outcome_verbs import Verb, named_object, what
from tellers.check.lexicon.words import (
    ADVERBS,
    word_set,
)
from tellers.check.outcome_query import Before, OutcomeQuery, Side
from tellers.check.query import Draft, Reading
from tellers.check.scene import Modality, Scene
from tellers.check.small_queries import AskTopic, Told
from tellers.check.targets import target
from tellers.check.tokens import Token
from tellers.check.topic import Moment, Topic


def claimed(draft: Draft) -> Draft:
    """Return a claim of victory as what it is: said by the party itself, and open until the result is declared."""
    query = draft.query
    if isinstance(query, OutcomeQuery):

        def ask(moment: Moment) -> Reading:
            found = query.read(moment)
            return Reading(answer="yes", said="claimed, not declared", weak=True) if found.answer == "open" else found

        draft.query = AskTopic(topic=query.topic, ask=ask)
    return draft


def each(
    scene: Scene,
    context: Context,
    verb: Verb,
    subject: Subject,
    winner: Side | None,
    loser: Side | None,
    scopes: list[Token | None],
    *,
    modality: Modality | None,
    before: Before = "",
    sure: bool = True,
    lost: bool = False,
    topped: bool = False,
    last: int | None = None,
) -> Iterator[Draft]:
    for scope in scopes:
        at = scene.tokens.index(scope) if scope is not None else verb.end - 1
        first = min(subject.index, at)
        end = max(verb.end - 1, at, last or 0)
        yield make(
            scene,
            context,
            verb.index,
            winner,
            loser,
            scope,
            first,
            end,
            before=before,
            sure=sure,
            lost=lost,
            topped=topped,
            modality=modality,
            subject=subject.index,
        )


def make(
    scene: Scene,
    context: Context,
    at: int,
    winner: Side | None,
    loser: Side | None,
    scope: Token | None,
    first: int,
    last: int,
    *,
    before: Before = "",
    sure: bool = True,
    lost: bool = False,
    topped: bool = False,
    modality: Modality | None = None,
    subject: int | None = None,
    nominal: bool | str = False,
    kind: str = "",
) -> Draft:
    """Return the draft of an outcome claim over tokens `first` to `last`."""
    there = says_there(scene, at, at + 6)
    if {"never", "ever"} & set(scene.words(max(0, at - 3), at)):
        start, end = scene.tokens[first].start, scene.tokens[last].end
        return Draft(
            type=kind or ("loser" if lost or winner is None else "winner"),
            start=start,
            end=end,
            scene=scene,
            unchecked="of all contests before, which the record does not hold",
        )
    found = target(context, scene, at, (winner, loser), scope, area_wanted=there and scope is None)
    how = modality or scene.modality(at, subject, nominal=nominal)
    negated = how == "negated"
    if negated:
        how = "quoted" if scene.quoted(scene.tokens[at].start) else "attributed" if scene.attributed else "asserted"
    type_ = kind or ("area_winner" if found.place is not None else "loser" if (lost or winner is None) else "winner")
    strange = any(_in_scope(scene, k, at) for k in scene.strange)
    if (
        found.topic is not None
        and "by-election" in scene.words(at, at + 12)
        and "by-election" not in f"{found.topic.name} {found.topic.night}".casefold()
    ):
        found = replace(found, topic=None, why="a by-election, which the record does not have")
    query: OutcomeQuery | Told | None = None
    if found.topic is not None:
        query = OutcomeQuery(
            topic=found.topic,
            winner=winner,
            loser=loser,
            place=found.place,
            before=before,
            topped=topped,
            basis=scene.basis,
        )
    why = found.why
    if found.topic is None and scope is not None and sure and not scene.strange and scope.name is not None:
        query = _elsewhere(context, winner or loser, scope)
    if found.topic is not None and strange and scope is None and not found.explicit:
        # Another place is named that the record does not know: the claim may be about that.
        query, why = None, "a place or person that the record does not know is named beside it"
    others: tuple[OutcomeQuery, ...] = ()
    if isinstance(query, OutcomeQuery) and scope is None and (there or "it" in scene.words(at, at + 3)):
        near = places_near(scene, context, query.topic)
        others = tuple(replace(query, place=place) for place in (None, *near) if place != query.place)
    pronoun = next((t.low for t in scene.tokens[first : last + 1] if t.low in ("he", "she", "his", "her", "him")), None)
    named = {t.person for t in scene.tokens[first : last + 1] if t.kind == "person"}
    if any(s is not None and s.person in named for s in (winner, loser)):
        # "Harding lost his seat": the pronoun is the subject again.
        pronoun = None
    if isinstance(query, OutcomeQuery) and pronoun is not None and (winner is None or loser is None):
        others += _other_people(scene, context, query, pronoun)
        if scope is None:
            near = places_near(scene, context, query.topic)
            others += tuple(replace(other, place=place) for other in (query, *others) for place in near)
    if isinstance(query, OutcomeQuery) and query.topic.kind == "past":
        others += tuple(replace(query, topic=now) for now in _now_of(context, query))
    party_only = all(s is None or s.person is None for s in (winner, loser))
    return Draft(
        type=type_,
        start=scene.tokens[first].start,
        end=scene.tokens[last].end,
        scene=scene,
        topic=found.topic,
        query=query,
        others=others,
        modality=how,
        strong=sure and found.strong and not (party_only and not found.explicit),
        guess=found.guess,
        unchecked=why,
        negated=negated,
    )


def _elsewhere(context: Context, side: Side | None, scope: Token) -> Told | None:
    """Return that somebody did not stand in the place named, where the record knows both."""
    if side is None or side.person is None or scope.name is None or len(scope.name.topics) != 1:
        return None
    topics = context.gazetteer.people.get(side.person, [])
    place = scope.name.topics[0]
    if not topics or not place.people or any(side.person in t.people for t in (place, *place.past)):
        return None
    return (
        Told(
            reading=Reading(
                answer="no", said=f"{topics[0].people[side.person].name} in {topics[0].name}, not in {place.name}"
            )
        )
        if side.person in topics[0].people
        else None
    )


def _other_people(scene: Scene, context: Context, query: OutcomeQuery, pronoun: str) -> tuple[OutcomeQuery, ...]:
    """Return the claim of others whom "he" or "she" may mean: those named in the sentence or in the one before."""
    people = context.meant(scene, pronoun)
    sides = [Side(person=p) for p in people if p in query.topic.people]
    won = query.winner is not None
    return tuple(replace(query, winner=side) if won else replace(query, loser=side) for side in sides)


def _now_of(context: Context, query: OutcomeQuery) -> list[Topic]:
    """Return the contest of now after a past one, where those named stood in both: "won it then and lost it now"."""
    sides = [s for s in (query.winner, query.loser) if s is not None]
    return [t for t in context.gazetteer.topics if query.topic in t.past and all(s.people(t) for s in sides)]


_IN_SCOPE_WORDS = word_set("in at of for won lost across win lose")


def _in_scope(scene: Scene, k: int, at: int) -> bool:
    """Return whether a strange name at `k` may be the place that the claim at `at` is about: "won in Xanadu",
    "Xanadu's seat"."""
    start, end = scene.clause(at)
    if not start - 2 <= k < end or (k > at and "," in scene.words(at, k)):
        return False
    while k > 0 and k - 1 in scene.strange:
        k -= 1
    before = scene.words(max(0, k - 2), k)
    last = before[-1] if before else ""
    return (
        last in ("in", "at", "over", "of", "for", "against", "beat", "across", "to", "onto")
        or (last == "the" and before[0] in _IN_SCOPE_WORDS)
        or k == at + 1
        or not last
    )


_UNLINKED_WORDS_2 = word_set("has have had was were been is being ) who")
_UNLINKED_WORDS = word_set("wins loses beats reelects elects loses_to takes gains keeps_named keeps")


def unlinked(scene: Scene, verb: Verb) -> Iterator[Draft]:
    """Yield an unchecked claim where somebody not in the record is said to have won or lost."""
    if verb.frame not in _UNLINKED_WORDS:
        return
    j = verb.index - 1
    while j > 0 and (scene.tokens[j].low in ADVERBS or scene.tokens[j].low in _UNLINKED_WORDS_2):
        j -= 1
    if j < 0 or (
        j not in scene.strange and not (scene.tokens[j].text[:1].isupper() and scene.tokens[j].kind == "word" and j > 0)
    ):
        return
    if (
        verb.frame in ("wins", "loses")
        and verb.end == verb.index + 1
        and what(scene, verb.end, won=verb.frame == "wins") == "no"
    ):
        return
    if verb.frame in ("takes", "gains", "keeps_named") and not named_object(scene, verb, verb.frame):
        return
    if (
        verb.frame == "beats"
        and not any(scene.tokens[k].text[:1].isupper() for k in range(verb.end, min(verb.end + 4, len(scene.tokens))))
        and "by" not in scene.words(verb.end, verb.end + 1)
    ):
        return
    while j > 0 and (j - 1 in scene.strange):
        j -= 1
    yield Draft(
        type="winner" if verb.frame not in ("loses", "loses_to") else "loser",
        start=scene.tokens[j].start,
        end=scene.tokens[verb.end - 1].end,
        scene=scene,
        unchecked="the person named is in no contest of the record",
    )
