"""Finds seats and councils won, and net changes of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from tellers.check.chamber import Chamber
from tellers.check.context import Context
from tellers.check.find.control import FROM, GAIN, LOSS, body_taken, chambers_named, control, performance
from tellers.check.find.grammar import main_subject
from tellers.check.lexicon.words import ADVERBS, DETERMINERS, word_set
from tellers.check.quantity import Quantity
from tellers.check.query import Draft
from tellers.check.scene import Scene
from tellers.check.seat_query import SeatMeasure, SeatQuery

_WON = word_set(
    "won win wins winning has have had took take takes taking secured holds hold held with on returned claimed finished"
)
_PEOPLE_SEATS = frozenset(["councillors", "seats", "councillor", "seat", "mps"])


def find_seats(scene: Scene, context: Context) -> Iterator[Draft]:
    """Yield every claim of a party's seats or councils."""
    party: str | None = None
    direction = 0
    at = -1
    for i, token in enumerate(scene.tokens):
        if token.low in (";",):
            direction = 0
        if token.kind == "party":
            party, at = token.party, i
        elif token.low in LOSS:
            direction = -1
        elif token.low in GAIN and token.low != "net":
            direction = 1
        elif token.kind == "word" and token.low in _WON and token.low not in ("with", "on", "has", "have", "had"):
            direction = 0
        quantity = token.quantity
        if quantity is None:
            if token.kind == "chamber" and party is not None:
                yield from body_taken(scene, i, party, at)
            if token.kind == "chamber" or token.low == "control":
                yield from control(scene, context, i, party)
            elif (
                token.low in ("performance", "results", "night", "losses", "drubbing", "hammering")
                and token.kind == "word"
            ):
                yield from performance(scene, context, i, party)
            continue
        if quantity.unit in ("ordinal", "year"):
            continue
        councils = quantity.unit == "councils" or _word_after(scene, i, ("councils", "council"))
        seats = quantity.unit == "seats" or _word_after(scene, i, tuple(_PEOPLE_SEATS))
        seats = seats or (party is not None and _of_total(scene, i))
        if (
            party is not None
            and not councils
            and scene.words(max(0, i - 2), i) in (["seats", "to"], ["mandates", "to"])
        ):
            # "Doubled its seats to four".
            seats, direction = True, 0
        carried = quantity.unit == "none" and _carried(scene, i, party, context)
        if not (seats or councils or carried) or scene.tokens[i].low.startswith("majority"):
            if quantity.unit == "fraction":
                yield from _part(scene, context, i, party)
            elif quantity.unit == "none" and _overall_majority(scene, i) and party is not None:
                yield from _seat_majority(scene, context, i, party)
            continue
        if "majority" in scene.words(max(0, i - 4), i) and party is not None and not councils:
            yield from _seat_majority(scene, context, i, party)
            continue
        if (
            _is_total(scene, i)
            or re.search(r"-\s?seat", token.low)
            or scene.words(i + 1, i + 2) in (["more"], ["fewer"], ["short"])
            or _before_now(scene, i)
        ):
            continue
        who, sure = _whose(scene, i, party, at)
        draft = _draft(
            scene, context, i, quantity, who or _party_after(scene, i), direction, councils=councils and not seats
        )
        yield draft if sure else replace(draft, cap="warn")


def _is_total(scene: Scene, i: int) -> bool:
    """Return whether the number is all the seats there are: the nine in "six of the nine seats"."""
    for j in range(i - 1, max(0, i - 6), -1):
        token = scene.tokens[j]
        if token.low == "of":
            return scene.tokens[j - 1].kind == "number" or scene.words(j - 1, j) == ["out"]
        if token.kind not in ("area", "contest", "chamber", "party") and not (
            token.low in DETERMINERS or token.text[:1].isupper() or token.low in ("all", "total", "'s")
        ):
            return False
    return False


_CHANGED_TO = word_set(
    "dwindled fell dropped shrank slumped collapsed crashed grew rose became turned reduced cut swelled doubled"
)


def _before_now(scene: Scene, i: int) -> bool:
    """Return whether the number is of before: the five in "five seats dwindled to two"."""
    after = scene.words(i + 1, i + 5)
    return any(w in _CHANGED_TO and after[k + 1 : k + 2] in (["to"], ["into"]) for k, w in enumerate(after))


def _whose(scene: Scene, i: int, party: str | None, at: int) -> tuple[str | None, bool]:
    """Return whose the seats are, and whether that is sure: "took it from Labour, winning 20 seats" is not Labour."""
    if party is None:
        return None, True
    if at == i - 2 and scene.tokens[i - 1].low in ("on", "at", ":"):
        return party, True
    parties = {t.party for t in scene.tokens[:i] if t.kind == "party"}
    j = at - 1
    while j >= 0 and (scene.tokens[j].low in DETERMINERS or scene.tokens[j].low in ADVERBS):
        j -= 1
    if j < 0 or scene.tokens[j].low not in FROM:
        return party, len(parties) == 1 or at == i - 1 or any(t.low in _WON for t in scene.tokens[at + 1 : at + 4])
    main = main_subject(scene, at)
    if (
        main is not None
        and main.tokens[0].kind == "party"
        and any(t.low.endswith("ing") for t in scene.tokens[at + 1 : i])
    ):
        return main.tokens[0].party, False
    return (party, False) if len(parties) == 1 else (None, False)


def _word_after(scene: Scene, i: int, words: tuple[str, ...]) -> bool:
    after = scene.words(i + 1, i + 4)
    if after[:1] == ["of"] or after[:2] == ["out", "of"]:
        return False
    return any(w in words for w in after[:2]) and not any(t.kind == "number" for t in scene.tokens[i + 1 : i + 3])


def _of_total(scene: Scene, i: int) -> bool:
    """Return whether it is so many of all: "won six of the nine divisions"."""
    if scene.words(i + 1, i + 2) != ["of"]:
        return False
    later = [t.quantity for t in scene.tokens[i + 2 : i + 5] if t.quantity is not None]
    won = any(w in _WON for w in scene.words(max(0, i - 4), i))
    return (
        won
        and bool(later)
        and (later[0].unit in ("seats", "areas") or _word_after(scene, i + 3, ("seats", "divisions", "wards")))
    )


_WHOLE_WORDS = word_set(
    "total all parliament commons house council chamber england assembly new next senate storting bundestag dail"
)


def _in_part(scene: Scene, i: int) -> bool:
    """Return whether the seats are those of a region: "37 of 57 seats in Scotland"."""
    words = scene.words(i + 1, i + 9)
    for k, word in enumerate(words[:-1]):
        if scene.tokens[i + 1 + k].kind == "mark":
            return False
        if word in ("in", "across", "from"):
            rest = words[k + 1 : k + 3]
            return not any(w in _WHOLE_WORDS for w in rest) or any(
                w in ("north", "south", "east", "west") for w in words[k + 1 :]
            )
    return False


def _carried(scene: Scene, i: int, party: str | None, context: Context) -> bool:
    """Return whether a bare number after a party goes on with seats: "gained 97 seats and the Greens 64"."""
    j = i - 1
    while j > 0 and scene.tokens[j].low in ("with", "on", "just", "only", "won", "took", "win", "has", "have"):
        j -= 1
    if party is None or j < 0 or scene.tokens[j].kind != "party":
        return False
    ends = i + 1 >= len(scene.tokens) or scene.tokens[i + 1].kind == "mark" or scene.tokens[i + 1].low == "and"
    last = context.last_figure.quantity if context.last_figure is not None else None
    if ends and j < i - 1 and last is not None and last.unit == "seats":
        return True
    return (j == i - 1 or ends) and any(
        (t.quantity is not None and t.quantity.unit in ("seats", "councils")) or t.low in _PEOPLE_SEATS
        for t in scene.tokens[:i]
    )


def _party_after(scene: Scene, i: int) -> str | None:
    if {"it", "they"} & set(scene.words(max(0, i - 5), i)):
        return None  # "It now has six seats to the Low Church's two": whoever it is, it is another.
    for j in range(i + 1, min(i + 7, len(scene.tokens))):
        if scene.tokens[j].kind == "party":
            return scene.tokens[j].party
        if scene.tokens[j].kind == "mark":
            return None
    return None


def _draft(
    scene: Scene, context: Context, i: int, quantity: Quantity, party: str | None, direction: int, *, councils: bool
) -> Draft:
    token = scene.tokens[i]
    words = scene.words(max(0, i - 5), i)
    net = "net" in words or direction != 0
    start = i - quantity.before
    type_ = ("net_councils" if councils else "net_change") if net else ("councils" if councils else "seats")
    chambers = [
        c
        for c in chambers_named(scene, context, party)
        if not councils or c.noted or any(m.councils for m in c.moments[-1:])
    ]
    why = "no party is named with it" if party is None else "the record has no seats of that body"
    years = [y for y in scene.years() if chambers and y != chambers[0].year]
    if chambers and _other_house(token.low, chambers[0]):
        chambers, why = [], "the record has no seats of that body"
    if _in_part(scene, i):
        chambers, why = [], "seats of a part of the whole, which the record does not add up"
    if party is None or len(chambers) != 1 or years or (scene.strange and not chambers[0].whole):
        return Draft(
            type=type_,
            start=scene.tokens[start].start,
            end=token.end,
            scene=scene,
            unchecked=why,
            covers=(token.start,),
        )
    chamber = chambers[0]
    measure: SeatMeasure = ("net_councils" if councils else "net") if net else ("councils" if councils else "seats")
    near_place = any(abs(k - i) < 10 for k in scene.strange) or any(t.kind in ("area", "contest") for t in scene.tokens)
    # Gross losses are not net ones; only where "net" is said, or a whole night is told, may red be used.
    strong = not near_place and ("net" in words or not net)
    return Draft(
        type=type_,
        start=scene.tokens[start].start,
        end=token.end,
        scene=scene,
        covers=(token.start,),
        strong=strong,
        query=SeatQuery(chamber=chamber, party=party, measure=measure, quantity=quantity, sign=direction),
        modality=scene.modality(i),
        unchecked=why,
        # A night of many councils has more bases than a record keeps: the paper may have another.
        cap="warn" if near_place or (net and any(m.councils for m in chamber.moments[-1:])) else "error",
        guess=any(abs(k - i) < 10 for k in scene.strange),
        told=any(w in ("had", "with") for w in scene.words(0, i)),
        estimate=any(t.low in _FORECASTS for t in scene.tokens),
    )


def _other_house(low: str, chamber: Chamber) -> bool:
    """Return whether councillors are counted where the record has members of parliament, or the other way about."""
    local = any(w in chamber.name.casefold() for w in ("local", "council"))
    return ("councillor" in low and not local) or (low.endswith(("mps", "mp")) and local)


_FORECASTS = word_set(
    "forecast forecasts forecasting forecasted exit projected projects projection projecting predicted predicts "
    "predicting prediction mrp yougov poll pollsters estimated estimates expected"
)


def _part(scene: Scene, context: Context, i: int, party: str | None) -> Iterator[Draft]:
    """Yield for "lose more than half of its councillors"."""
    words = scene.words(max(0, i - 6), i)
    after = scene.words(i + 1, i + 6)
    if not any(w in LOSS for w in words) or not any(w in _PEOPLE_SEATS for w in after) or party is None:
        return
    quantity = scene.tokens[i].quantity
    assert quantity is not None
    start = next((j for j in range(i, max(-1, i - 9), -1) if scene.tokens[j].kind == "party"), i)
    end = next((j for j in range(i, min(i + 7, len(scene.tokens))) if scene.tokens[j].low in _PEOPLE_SEATS), i)
    chambers = chambers_named(scene, context, party)
    query = (
        SeatQuery(chamber=chambers[0], party=party, measure="lost_part", quantity=quantity, sign=-1)
        if len(chambers) == 1
        else None
    )
    yield Draft(
        type="seats_lost_share",
        start=scene.tokens[start].start,
        end=scene.tokens[end].end,
        scene=scene,
        query=query,
        cap="warn",
        strong=False,
        modality=scene.modality(i),
        unchecked="the record has no seats defended",
        covers=(scene.tokens[i].start,),
    )


def _overall_majority(scene: Scene, i: int) -> bool:
    before = scene.words(max(0, i - 4), i)
    return "majority" in before and "of" in before[-2:]


def _seat_majority(scene: Scene, context: Context, i: int, party: str) -> Iterator[Draft]:
    chambers = [c for c in chambers_named(scene, context, party) if not c.noted]
    quantity = scene.tokens[i].quantity
    assert quantity is not None
    if len(chambers) != 1 or quantity.value > 400 or any(t.kind in ("area", "contest") for t in scene.tokens):
        return
    yield Draft(
        type="seat_majority",
        start=scene.tokens[i - quantity.before].start,
        end=scene.tokens[i].end,
        scene=scene,
        cap="warn",
        strong=False,
        query=SeatQuery(chamber=chambers[0], party=party, measure="majority", quantity=quantity),
        modality=scene.modality(i),
        covers=(scene.tokens[i].start,),
    )
