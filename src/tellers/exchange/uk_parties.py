"""British parties as the Commons Library abbreviates them: ids, short names and colours used across packs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tellers.pack.contests import slug
from tellers.record import Party
from tellers.terms import PartyId

# Abbreviation: name, short name, colour. The colours are those commonly used on air.
_KNOWN: Mapping[str, tuple[str, str, str | None]] = MappingProxyType(
    {
        "Lab": ("Labour", "Lab", "#E4003B"),
        "Con": ("Conservative", "Con", "#0087DC"),
        "LD": ("Liberal Democrat", "LD", "#FAA61A"),
        "SNP": ("Scottish National Party", "SNP", "#FDF38E"),
        "PC": ("Plaid Cymru", "PC", "#005B54"),
        "Green": ("Green", "Green", "#02A95B"),
        "RUK": ("Reform UK", "RUK", "#12B6CF"),
        "BRX": ("Brexit Party", "BRX", "#12B6CF"),
        "UKIP": ("UK Independence Party", "UKIP", "#70147A"),
        "DUP": ("Democratic Unionist Party", "DUP", "#D46A4C"),
        "SF": ("Sinn Féin", "SF", "#326760"),
        "SDLP": ("Social Democratic and Labour Party", "SDLP", "#2AA82C"),
        "UUP": ("Ulster Unionist Party", "UUP", "#48A5EE"),
        "APNI": ("Alliance", "APNI", "#F6CB2F"),
        "TUV": ("Traditional Unionist Voice", "TUV", "#0C3A6A"),
        "WPB": ("Workers Party of Britain", "WPB", "#780021"),
        "Alba": ("Alba Party", "Alba", "#005EB8"),
        "BNP": ("British National Party", "BNP", "#2E3B74"),
        "Res": ("Respect Party", "Res", "#46801C"),
        "Spk": ("Speaker", "Spk", "#666666"),
        "Ind": ("Independent", "Ind", "#999999"),
        "Oth": ("All other candidates", "Others", "#BBBBBB"),
    }
)

# What other files of the Library and the notional results call a party, by what the candidacies call it.
_ALIASES: Mapping[str, str] = MappingProxyType(
    {
        "ucunf": "UUP",
        "commons speaker": "Spk",
        "speaker": "Spk",
        "independent": "Ind",
        "independent 2 etc.": "Ind",
        "loony": "MRLP",
        "social democratic": "SDP",
        "liberal": "Lib",
        "libertarian": "LPUK",
        "people before profit": "PBPA",
        "workers' revolution": "WRP",
        "the independent group for change": "IGC",
        "eng dem": "ED",
        "animal welfare party": "ANWP",
        "advance together": "Adv",
        "young people's party": "YPP",
        "renew party": "Ren",
        "women's equality party": "WEP",
        "socialist equality": "SEP",
        "meb ker": "MK",
        "justice anti-corruption": "JACP",
        "gwlad gwlad": "Gwld",
        "cumbriafirst": "CF19",  # In 2024 "CF" is another party.
        "green soc": "AGS",
        "the yorkshire party": "Yrks",
        "christian peoples alliance": "CPA",
        "aontú": "AONT",
        "socialist": "SPGB",
        "socialist labour": "SL",
        "peace": "PPNV",
        "north east party": "NEP",
        "lincolnshire independents": "LNIN",
        "independent network": "INet",
        "ashfield independents": "Ash",
        "brexit party": "BRX",
        "other": "Oth",
        "others": "Oth",
    }
)


@dataclass(slots=True)
class PartyBook:
    """The parties of one election as they are met, in order; mutable while a file is read."""

    renamed: Mapping[str, str]
    parties: dict[PartyId, Party]
    by_mnis: dict[str, PartyId]

    @classmethod
    def new(cls, renamed: Mapping[str, str] | None = None) -> PartyBook:
        """Return an empty book; `renamed` says which abbreviation of an earlier poll is which of this one."""
        return cls(renamed=renamed or {}, parties={}, by_mnis={})

    def key(self, abbreviation: str) -> PartyId:
        """Return the id that an abbreviation stands for, whether or not the party stands."""
        return PartyId(slug(_ALIASES.get(abbreviation.casefold(), abbreviation)))

    def meet(self, abbreviation: str, name: str, mnis: str = "") -> PartyId:
        """Return the id of a party that stands in this election, adding it where it is new."""
        short = _ALIASES.get(abbreviation.casefold(), abbreviation)
        id = PartyId(slug(short))
        known = _KNOWN.get(short)
        if id not in self.parties:
            self.parties[id] = Party(
                id=id,
                name=known[0] if known else name,
                short=known[1] if known else short,
                colour=known[2] if known else None,
            )
        if mnis and mnis != "NA":
            self.by_mnis.setdefault(mnis, id)
        return id

    def earlier(self, abbreviation: str, name: str, mnis: str = "") -> PartyId:
        """Return the id of a party of an earlier poll: the one of this election that continues it, or its own."""
        short = _ALIASES.get(abbreviation.casefold()) or _ALIASES.get(name.casefold())
        if short is None and abbreviation in ("", "NA") and mnis == "8":
            short = "Ind"
        if short is None and abbreviation in ("", "NA"):
            short = "Oth"
        short = short or abbreviation
        short = self.renamed.get(short, short)
        if PartyId(slug(short)) not in self.parties and short not in _KNOWN and mnis in self.by_mnis:
            return self.by_mnis[mnis]
        return self.meet(short, name)

    def rename(self, id: PartyId, name: str, short: str) -> None:
        """Give a party the name that it went by in this election."""
        old = self.parties[id]
        self.parties[id] = Party(id=id, name=name, short=short, colour=old.colour)

    def ordered(self) -> tuple[Party, ...]:
        """Return the parties: those commonly named first, in a fixed order, then the others as they were met."""
        order = {PartyId(slug(short)): n for n, short in enumerate(_KNOWN)}
        return tuple(sorted(self.parties.values(), key=lambda party: order.get(party.id, len(order))))
