"""What a story has spoken of so far: who "she" is, and which contest and place it named last."""

from __future__ import annotations

from dataclasses import dataclass, field

from tellers.check.lexicon.words import PRONOUNS_PERSON, word_set
from tellers.check.names import Gazetteer
from tellers.check.scene import Scene
from tellers.check.tokens import Seen, Token
from tellers.check.topic import Topic

_NOT_SUBJECT = word_set(
    "against for to of by over than with from beat defeated ousted unseated behind about like unlike including"
)
_SEX = {
    "mr": "m",
    "sir": "m",
    "lord": "m",
    "mrs": "f",
    "ms": "f",
    "miss": "f",
    "dame": "f",
    "lady": "f",
    "baroness": "f",
}
_SEXED = word_set("he she him her his hers himself herself")


@dataclass(slots=True)
class Context:
    """The state of a reading, from sentence to sentence.

    Args:
        focus: The contest spoken of last.
        subject: The person who was the subject of the sentence before.
        area: The area named last, with its topics.
        pin: The moment that the paragraph speaks of, as editions.
        last_named: The people that the sentence before named.
        placed: The contests of the place named last, and the number of the sentence that named it.
        seated: People named beside the place or a rival of their own contest.
    """

    gazetteer: Gazetteer
    seen: Seen = field(default_factory=Seen)
    focus: Topic | None = None
    subject: str | None = None
    area: Token | None = None
    before: tuple[str, ...] = ()
    pin: frozenset[int] | None = None
    pin_paragraph: int = -1
    last_points: Token | None = None
    last_figure: Token | None = None
    sex: dict[str, str] = field(default_factory=dict)
    seated: set[str] = field(default_factory=set)
    last_named: tuple[str, ...] = ()
    placed: tuple[Topic, ...] = ()
    placed_at: int = 0

    def after(self, scene: Scene) -> None:
        """Take in a sentence that has been read."""
        named = tuple(t.person for t in scene.tokens if t.kind == "person" and t.person is not None)
        if any(t.low in PRONOUNS_PERSON for t in scene.tokens):
            # "She" carries on whom the sentences before were about.
            self.before = tuple(dict.fromkeys((*named, *self.before)))[:4]
        elif named:
            self.before = named
        for token in scene.tokens:
            if token.kind == "person" and token.person is not None:
                for role in token.roles:
                    if role in _SEX:
                        self.sex[token.person] = _SEX[role]
        self._seat(scene, named)
        self.last_named = _only_subject(scene) if len(set(named)) == 1 else ()
        subject = self._subject(scene)
        if subject is not None:
            self.subject = subject
        for token in scene.tokens:
            if token.kind in ("area", "contest") and token.name is not None:
                if any(a is not None for a in token.name.areas):
                    self.area = token
                self.placed, self.placed_at = token.name.topics, scene.number
                topics = [t for t, a in zip(token.name.topics, token.name.areas, strict=True) if a is None]
                if len(topics) == 1:
                    self.focus = topics[0]
            elif token.kind == "person" and token.person is not None and token.strong:
                topics = self.gazetteer.people.get(token.person, [])
                if len(topics) == 1:
                    self.focus = topics[0]
        for token in scene.tokens:
            if token.quantity is not None and token.quantity.unit in ("points", "percent"):
                self.last_points = token
        numbers = [
            t
            for t in scene.tokens
            if t.quantity is not None and t.quantity.unit in ("votes", "points", "percent", "seats", "none")
        ]
        if numbers:
            self.last_figure = numbers[-1]

    def _seat(self, scene: Scene, named: tuple[str, ...]) -> None:
        """Take in whom the sentence names with the place of their contest, or with somebody else who stood in it."""
        if not self.gazetteer.many:
            return
        places = {id(t) for token in scene.tokens if token.name is not None for t in token.name.topics}
        for person in named:
            own = {id(t) for t in self.gazetteer.people.get(person, ())}
            others = {id(t) for p in named if p != person for t in self.gazetteer.people.get(p, ())}
            if own & (places | others):
                self.seated.add(person)

    def meant(self, scene: Scene, pronoun: str) -> list[str]:
        """Return whom a pronoun may mean: people of the sentence and of the one before, of the sex that their
        titles tell."""
        people: list[str] = [t.person for t in scene.tokens if t.kind == "person" and t.person is not None]
        people += [p for p in (*self.before, self.subject) if p is not None]
        sex = "f" if pronoun in ("she", "her", "hers", "herself") else "m"
        known = [p for p in dict.fromkeys(people) if self.sex.get(p) == sex]
        return known or [p for p in dict.fromkeys(people) if self.sex.get(p, sex) == sex]

    def learn(self, scene: Scene) -> None:
        """Take in whom a pronoun must mean: the one person of the sentence before, where this one begins with it."""
        for token in scene.tokens[:9]:
            if token.kind == "person":
                return
            if token.low in ("he", "she", "his", "her"):
                if len(set(self.last_named)) == 1:
                    self.sex.setdefault(self.last_named[0], "f" if token.low in ("she", "her") else "m")
                return

    def known_sex(self, scene: Scene, i: int) -> str | None:
        """Return the pronoun before a token where the story has told who may be meant by it, else None."""
        for token in reversed(scene.tokens[:i]):
            if token.kind in ("person", "party"):
                return None
            if token.low in ("he", "she", "his", "her"):
                sex = "f" if token.low in ("she", "her") else "m"
                return token.low if sex in self.sex.values() else None
        return None

    def _subject(self, scene: Scene) -> str | None:
        """Return the person that a sentence is about: the first who is not the object of something."""
        first: str | None = None
        for i, token in enumerate(scene.tokens):
            person = None
            if token.kind == "person":
                person = token.person
            elif token.kind == "party" and token.roles:
                person = self.of_party(token)
            if person is None:
                continue
            before = scene.words(max(0, i - 1), i)
            if not before or before[0] not in _NOT_SUBJECT:
                return person
            first = first or person
        return first

    def of_party(self, token: Token) -> str | None:
        """Return the one person whom "the Labour candidate" or "the Low Church mayor" means in the contest in focus."""
        topic = self.focus
        if topic is None or token.party is None:
            return None
        return topic.person_of(token.party)

    def person(self, token: Token, scene: Scene) -> tuple[str | None, bool]:
        """Return the person that a token means, and whether that is sure."""
        if token.kind == "person":
            return token.person, token.strong
        meant = self.meant(scene, token.low) if token.low in _SEXED else None
        for other in scene.tokens:
            if other is token:
                break
            if other.kind == "person" and (meant is None or other.person in meant):
                return other.person, False
        if meant is not None and self.subject not in meant:
            return (meant[0] if meant else None), False
        return self.subject, False


def _only_subject(scene: Scene) -> tuple[str, ...]:
    """Return the person whom a sentence opens with, and whom the next one's "she" must then mean."""
    for i, token in enumerate(scene.tokens):
        if token.low in _SEXED or token.kind == "party":
            return ()
        if token.kind == "person" and token.person is not None:
            before = scene.words(max(0, i - 1), i)
            return (token.person,) if not before or before[0] not in _NOT_SUBJECT else ()
    return ()
