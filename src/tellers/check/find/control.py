"""Finds who controls a council, who took it from whom, and how a party did without a figure."""

from __future__ import annotations

from collections.abc import Iterator

from tellers.check.chamber import Chamber
from tellers.check.context import Context
from tellers.check.lexicon.words import ADVERBS, word_set
from tellers.check.query import Draft
from tellers.check.scene import Scene
from tellers.check.seat_query import SeatQuery

GAIN = word_set("gain gains gained gaining up added adding net gaining picked picking increase increased plus")
LOSS = word_set("lose loses lost losing loss losses down shed shedding fewer minus dropped drop")
FROM = word_set("from over against than to of with by behind beat beating ousting defeating off")


def chambers_named(scene: Scene, context: Context, party: str | None) -> list[Chamber]:
    named = [t.name.chambers[0] for t in scene.tokens if t.kind == "chamber" and t.name is not None and t.name.chambers]
    if named:
        return named[:1]
    whole = [c for c in context.gazetteer.chambers if c.whole and (party is None or party in c.parties)]
    return whole


_CONTROL_WORDS = word_set("kept retained held keeps retains holds hold keep retain")


def control(scene: Scene, context: Context, i: int, party: str | None) -> Iterator[Draft]:
    """Yield for "Labour won control of Barchester council", "lost control of"."""
    if scene.tokens[i].low != "control":
        return
    before, after = scene.words(max(0, i - 5), i), scene.words(i + 1, i + 8)
    if after[:1] != ["of"] or party is None:
        return
    found = next((t for t in scene.tokens[i : i + 8] if t.kind == "chamber"), None)
    lost = any(w in LOSS for w in before)
    gained = any(w in GAIN | {"took", "take", "takes", "won", "seized", "wrested"} for w in before)
    kept = any(w in _CONTROL_WORDS for w in before)
    if not (lost or gained or kept):
        return
    start = next((j for j in range(i, max(-1, i - 8), -1) if scene.tokens[j].kind == "party"), i)
    last = scene.tokens.index(found) if found is not None else i
    if found is None or found.name is None or not found.name.chambers:
        if any(t.kind == "number" for t in scene.tokens[i : i + 4]):
            return
        yield Draft(
            type="control",
            start=scene.tokens[start].start,
            end=scene.tokens[last].end,
            scene=scene,
            unchecked="the record has no such body",
        )
        return
    query = SeatQuery(
        chamber=found.name.chambers[0],
        party=party,
        measure="control",
        sign=-1 if lost else 1,
        gross=gained and not kept,
    )
    yield Draft(
        type="control",
        start=scene.tokens[start].start,
        end=scene.tokens[last].end,
        scene=scene,
        query=query,
        modality=scene.modality(i),
        strong=len(found.name.chambers) == 1 and not scene.years(),
        cap="error",
    )


_BODY_VERBS: dict[str, tuple[int, bool]] = {
    **dict.fromkeys(
        ("took", "takes", "take", "won", "wins", "win", "gained", "gains", "seized", "captured"), (1, True)
    ),
    **dict.fromkeys(("snatched", "wrested", "flipped", "taking", "gaining"), (1, True)),
    **dict.fromkeys(("held", "holds", "kept", "keeps", "retained", "retains", "hold", "keep", "retain"), (1, False)),
    **dict.fromkeys(("clung", "clings", "hung", "hangs"), (1, False)),
    **dict.fromkeys(("lost", "loses", "lose", "losing", "surrendered"), (-1, False)),
}
_BETWEEN = word_set("on to onto in back the nearby and city county borough district council over")


def body_taken(scene: Scene, i: int, party: str, at: int) -> Iterator[Draft]:
    """Yield for "Labour took Redditch from the Conservatives" and "the Conservatives clung on in Harlow"."""
    name = scene.tokens[i].name
    if name is None or len(name.chambers) != 1 or at >= i or i - at > 7:
        return
    between = scene.words(at + 1, i)
    verbs = [w for w in between if w in _BODY_VERBS]
    others = [
        w
        for w in between
        if w not in _BODY_VERBS and w not in _BETWEEN and w not in ADVERBS and w not in ("has", "have")
    ]
    if len(verbs) != 1 or others or any(t.kind == "number" for t in scene.tokens[at:i]):
        return
    before = scene.words(max(0, at - 1), at)
    if before and before[0] in FROM:
        return
    sign, gained = _BODY_VERBS[verbs[0]]
    yield Draft(
        type="control",
        start=scene.tokens[at].start,
        end=scene.tokens[i].end,
        scene=scene,
        query=SeatQuery(chamber=name.chambers[0], party=party, measure="control", sign=sign, gross=gained),
        modality=scene.modality(i),
        strong=False,
        cap="warn",
    )


_PERFORMANCE_WORDS = word_set(
    "terrible dreadful disastrous damaging bad poor dismal heavy worst awful catastrophic grim devastating net big"
)


def performance(scene: Scene, context: Context, i: int, party: str | None) -> Iterator[Draft]:
    """Yield for "terrible performance for his party", "disastrous losses": the direction of the net change."""
    before = scene.words(max(0, i - 3), i)
    bad = any(w in _PERFORMANCE_WORDS for w in before)
    good = any(w in ("strong", "superb", "stunning", "excellent", "great", "triumphant", "impressive") for w in before)
    if not (bad or good) or (scene.tokens[i].low in ("results", "night") and party is None):
        return
    text = " ".join(scene.words(i, i + 12))
    if "local election" not in text and "council" not in text:
        return
    owner = party
    if owner is None and context.subject is not None:
        parties = {
            t.people[context.subject].party
            for t in context.gazetteer.people.get(context.subject, [])
            if context.subject in t.people
        }
        owner = next(iter(parties)) if len(parties) == 1 else None
    if owner is None:
        return
    chambers = chambers_named(scene, context, owner)
    end = next(
        (
            j
            for j in range(i, min(i + 12, len(scene.tokens)))
            if scene.tokens[j].low in ("elections", "election", "councils")
        ),
        i,
    )
    query = (
        SeatQuery(chamber=chambers[0], party=owner, measure="fell", sign=-1 if bad else 1)
        if len(chambers) == 1
        else None
    )
    yield Draft(
        type="vague_performance",
        start=scene.tokens[max(0, i - 1)].start,
        end=scene.tokens[end].end,
        scene=scene,
        query=query,
        cap="note",
        strong=False,
        modality="quoted" if scene.quoted(scene.tokens[i].start) else "asserted",
        unchecked="the record has no seats of that election",
    )
