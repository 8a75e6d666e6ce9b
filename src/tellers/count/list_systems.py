"""List systems in law that are one threshold and one method: each with its place, years and clauses."""

from __future__ import annotations

from fractions import Fraction

from tellers.count.allocation import Allocation
from tellers.count.divisors import DHONDT, HUNTINGTON_HILL, IMPERIALI, SAINTE_LAGUE
from tellers.count.lists import ListPoll, ListSystem
from tellers.count.remainders import HARE, LargestRemainder, Quota
from tellers.count.rule import Choice
from tellers.count.thresholds import Base, Exempt, Rank, Share, Threshold, Where
from tellers.count.votes_rule import VotesRule

ListRule = VotesRule[ListPoll, Allocation]


def _at_least(percent: int, of: Base = "list_votes", where: Where = "here") -> Share:
    return Share(share=Fraction(percent, 100), of=of, where=where)


SPAIN_CONGRESS = ListSystem(
    id="dhondt_spain_1985",
    method=DHONDT,
    threshold=Threshold(any_of=(_at_least(3, "valid_votes"),)),
    tie_break="more_votes",
)
SPAIN_COUNCIL = ListSystem(
    id="dhondt_spain_councils_1985",
    method=DHONDT,
    threshold=Threshold(any_of=(_at_least(5, "valid_votes"),)),
    tie_break="more_votes",
)
SPAIN_EUROPE = ListSystem(id="dhondt_spain_europe_1987", method=DHONDT, tie_break="more_votes")
SPAIN_PROVINCES = ListSystem(id="hare_spain_provinces_1985", method=HARE, each_first=2)
CANARIES = ListSystem(
    id="dhondt_canaries_1996",
    method=DHONDT,
    threshold=Threshold(any_of=(Rank(places=1), _at_least(6, "valid_votes", "nation"), _at_least(30, "valid_votes"))),
    tie_break="more_votes",
)
VALENCIA = ListSystem(
    id="dhondt_valencia_1987",
    method=DHONDT,
    threshold=Threshold(any_of=(_at_least(5, "votes_cast", "nation"),)),
    tie_break="more_votes",
)
EXTREMADURA = ListSystem(
    id="dhondt_extremadura_1987",
    method=DHONDT,
    threshold=Threshold(any_of=(_at_least(5, "valid_votes"), _at_least(5, "valid_votes", "nation"))),
    tie_break="more_votes",
)
BELGIUM_COMMUNES = ListSystem(id="imperiali_belgium_communes", method=IMPERIALI, tie_break="more_votes")
GERMANY_EUROPE_2009 = ListSystem(
    id="sainte_lague_germany_europe_2008",
    method=SAINTE_LAGUE,
    threshold=Threshold(any_of=(_at_least(5),)),
)
GERMANY_EUROPE_2014 = ListSystem(id="sainte_lague_germany_europe_2014", method=SAINTE_LAGUE)
UNITED_STATES = ListSystem(id="equal_proportions_us_1941", method=HUNTINGTON_HILL, each_first=1)
CZECH_2017 = ListSystem(
    id="dhondt_czech_2002",
    method=DHONDT,
    threshold=Threshold(
        any_of=(
            Share(share=Fraction(5, 100), of="list_votes", where="nation", members_max=1),
            Share(share=Fraction(10, 100), of="list_votes", where="nation", members_min=2, members_max=2),
            Share(share=Fraction(15, 100), of="list_votes", where="nation", members_min=3, members_max=3),
            Share(share=Fraction(20, 100), of="list_votes", where="nation", members_min=4),
        )
    ),
)
SLOVAKIA = ListSystem(
    id="quota_slovakia_1998",
    method=LargestRemainder(
        id="republic_number",
        name="Votes over seats plus one, rounded; largest remainders",
        quota=Quota(name="hagenbach_bischoff", rounding="nearest"),
    ),
    threshold=Threshold(
        any_of=(
            Share(share=Fraction(5, 100), of="list_votes", members_max=1),
            Share(share=Fraction(7, 100), of="list_votes", members_min=2, members_max=3),
            Share(share=Fraction(10, 100), of="list_votes", members_min=4),
        )
    ),
)
SWITZERLAND = ListSystem(id="hagenbach_bischoff_switzerland_1976", method=DHONDT)
NETHERLANDS = ListSystem(
    id="dhondt_netherlands_1989",
    method=DHONDT,
    threshold=Threshold(any_of=(Share(share=Fraction(1), of="quota"),)),
)
ISRAEL = ListSystem(
    id="bader_ofer_israel_2014",
    method=DHONDT,
    threshold=Threshold(any_of=(Share(share=Fraction(325, 10000), of="list_votes"),)),
)
GREAT_BRITAIN_EUROPE = ListSystem(id="dhondt_gb_europe_1999", method=DHONDT)

WALES_SENEDD = ListSystem(id="dhondt_wales_2024", method=DHONDT)
PORTUGAL = ListSystem(id="dhondt_portugal_1979", method=DHONDT, tie_break="fewer_votes")
FINLAND = ListSystem(id="dhondt_finland_1998", method=DHONDT)
POLAND = ListSystem(
    id="dhondt_poland_2011",
    method=DHONDT,
    threshold=Threshold(
        any_of=(
            Share(share=Fraction(5, 100), of="list_votes", where="nation", members_max=1),
            Share(share=Fraction(8, 100), of="list_votes", where="nation", members_min=2),
            Exempt(kind="committee of a national minority"),
        )
    ),
    tie_break="more_votes",
)
BELGIUM_CHAMBER = ListSystem(
    id="dhondt_belgium_2002",
    method=DHONDT,
    threshold=Threshold(any_of=(_at_least(5, "list_votes"),)),
)
LATVIA = ListSystem(
    id="sainte_lague_latvia_1995",
    method=SAINTE_LAGUE,
    threshold=Threshold(any_of=(_at_least(5, "votes_cast", "nation"),)),
)


def _rule(
    system: ListSystem, law: str, place: str, years: str, source: str, *choices: tuple[str, str, str]
) -> ListRule:
    return VotesRule(
        id=system.id,
        law=law,
        place=place,
        years=years,
        source=source,
        choices=tuple(Choice(name=name, value=value, cites=cites) for name, value, cites in choices),
        count=system.allocate,
    )


_LOREG = "Ley Orgánica 5/1985 (LOREG)"
_LOREG_TIE = ("tie_break", "more votes, then the lot", "art. 163.1")

LIST_SYSTEMS: tuple[ListRule, ...] = (
    _rule(
        SPAIN_CONGRESS,
        _LOREG,
        "Spain, Congress of Deputies, by province",
        "1977-",
        "LOREG arts. 162-163; 675 of 676 provinces of 1977 to 2019",
        ("method", "D'Hondt", "art. 163.1"),
        ("threshold", "3% of valid votes, blank ones with them", "art. 163.1"),
        _LOREG_TIE,
    ),
    _rule(
        SPAIN_COUNCIL,
        _LOREG,
        "Spain, municipal councils",
        "1987-",
        "LOREG art. 180; councils of 2011",
        ("method", "D'Hondt", "art. 180"),
        ("threshold", "5% of valid votes, blank ones with them", "art. 180"),
        _LOREG_TIE,
    ),
    _rule(
        SPAIN_EUROPE,
        _LOREG,
        "Spain, European Parliament",
        "1987-",
        "LOREG art. 216; the elections of 1994 to 2014",
        ("method", "D'Hondt, the country one constituency", "arts. 214, 216"),
        ("threshold", "none", "art. 216"),
        _LOREG_TIE,
    ),
    _rule(
        SPAIN_PROVINCES,
        _LOREG,
        "Spain, seats of the provinces in the Congress",
        "1985-",
        "LOREG art. 162; the decrees of 1993 to 2015",
        ("each_first", "two to a province", "art. 162.2"),
        ("method", "Hare quota of population over 248 seats, largest remainders", "art. 162.3"),
    ),
    _rule(
        CANARIES,
        "Ley Orgánica 10/1982, disposición transitoria primera, as amended by 4/1996",
        "Canary Islands, Parliament, by island",
        "1996-2018",
        "LO 4/1996; the election of 2011",
        ("threshold", "most votes on the island, or 30% there, or 6% in the islands", "disp. trans. 1ª"),
        ("method", "D'Hondt", "disp. trans. 1ª"),
    ),
    _rule(
        VALENCIA,
        "Ley 1/1987 electoral valenciana",
        "Valencian Community, Corts, by province",
        "1987-",
        "Ley 1/1987 art. 12; the elections of 2007 and 2011",
        ("threshold", "5% of votes cast in the Community", "art. 12"),
        ("method", "D'Hondt", "art. 12"),
    ),
    _rule(
        EXTREMADURA,
        "Ley 2/1987 de elecciones a la Asamblea de Extremadura",
        "Extremadura, Assembly, by province",
        "1987-",
        "Ley 2/1987; the election of 2011",
        ("threshold", "5% of valid votes in the province, or in the region", "Ley 2/1987"),
        ("method", "D'Hondt", "Ley 2/1987"),
    ),
    _rule(
        BELGIUM_COMMUNES,
        "Code de la démocratie locale; Nouveau code électoral communal bruxellois",
        "Belgium, communes",
        "1921-",
        "Brussels and Anderlecht 2012",
        ("method", "Imperiali divisors: 1, 1½, 2, 2½", "Brussels 2012: 18 seats of 49 for 18,420 of 63,252 votes"),
        ("tie_break", "more votes, then the lot", "communal electoral codes"),
    ),
    _rule(
        GERMANY_EUROPE_2009,
        "Europawahlgesetz § 2, as amended in 2008",
        "Germany, European Parliament",
        "2009",
        "EuWG § 2; the election of 2009",
        ("method", "Sainte-Laguë over the country", "§ 2 (3)"),
        ("threshold", "5% of valid votes", "§ 2 (7); void by BVerfG 2 BvC 4/10 of 9 November 2011"),
    ),
    _rule(
        GERMANY_EUROPE_2014,
        "Europawahlgesetz § 2",
        "Germany, European Parliament",
        "2014-",
        "EuWG § 2; the election of 2014",
        ("method", "Sainte-Laguë over the country", "§ 2 (3)"),
        ("threshold", "none", "BVerfG 2 BvE 2/13 of 26 February 2014"),
    ),
    _rule(
        UNITED_STATES,
        "2 U.S.C. § 2a, act of 15 November 1941",
        "United States, seats of the states in the House",
        "1941-",
        "2 U.S.C. § 2a; the apportionments of 2000 and 2010",
        ("each_first", "one to a state", "Constitution art. I s. 2"),
        ("method", "equal proportions (Huntington-Hill)", "2 U.S.C. § 2a(a)"),
    ),
    _rule(
        CZECH_2017,
        "Zákon č. 247/1995 Sb.",
        "Czechia, Chamber of Deputies, by region",
        "2002-2017",
        "Zákon č. 247/1995 Sb. §§ 48-50; the election of 2017",
        ("method", "D'Hondt in regions, whose seats are by Hare quota of valid votes", "§§ 48, 50"),
        ("threshold", "5% of votes for lists in the country; 10, 15, 20% for two, three, more parties", "§ 49"),
    ),
    _rule(
        SLOVAKIA,
        "Zákon č. 333/2004 Z. z.; zákon č. 180/2014 Z. z.",
        "Slovakia, National Council",
        "1998-",
        "Zákon č. 180/2014 Z. z. §§ 66-68; the election of 2020",
        ("quota", "votes over seats plus one, rounded", "§ 68"),
        ("threshold", "5% of valid votes; 7% for two or three parties, 10% for more", "§ 66"),
    ),
    _rule(
        SWITZERLAND,
        "Bundesgesetz über die politischen Rechte (SR 161.1)",
        "Switzerland, National Council, by canton",
        "1976-",
        "BPR arts. 40-42",
        ("method", "votes over seats plus one, then largest averages: the same seats as D'Hondt", "arts. 40-41"),
        ("alliances", "lists in alliance are one list first, and so within the alliance", "art. 42"),
    ),
    _rule(
        NETHERLANDS,
        "Kieswet (1989)",
        "Netherlands, House of Representatives",
        "1989-",
        "Kieswet arts. P 5-P 8",
        ("threshold", "one quota: votes over 150", "art. P 7 (2)"),
        ("method", "whole quotas, then largest averages: the same seats as D'Hondt", "arts. P 6-P 7"),
    ),
    _rule(
        ISRAEL,
        "Knesset Elections Law 5729-1969",
        "Israel, Knesset",
        "2014-",
        "Knesset Elections Law ss. 81-82",
        ("threshold", "3.25% of valid votes", "s. 81"),
        ("method", "D'Hondt (Bader-Ofer)", "s. 81"),
        ("alliances", "lists with a surplus agreement are one list first", "s. 82"),
    ),
    _rule(
        GREAT_BRITAIN_EUROPE,
        "European Parliamentary Elections Act 2002 (c. 24) s. 2",
        "Great Britain, European Parliament",
        "1999-2019",
        "European Parliamentary Elections Act 2002 s. 2(5)-(9)",
        ("method", "D'Hondt; an individual candidate wins one seat at most", "s. 2"),
    ),
    _rule(
        WALES_SENEDD,
        "Senedd Cymru (Members and Elections) Act 2024 (asc 4)",
        "Wales, Senedd, by constituency",
        "2026-",
        "Act 2024 pt. 1: sixteen constituencies of six members",
        ("method", "D'Hondt, closed lists; an individual candidate wins one seat at most", "pt. 1"),
        ("threshold", "none", "pt. 1"),
    ),
    _rule(
        PORTUGAL,
        "Lei n.º 14/79 de 16 de Maio",
        "Portugal, Assembly of the Republic, by circle",
        "1979-",
        "Lei n.º 14/79 art. 16",
        ("method", "D'Hondt", "art. 16"),
        ("threshold", "none; the constitution forbids one", "Constitution art. 152"),
        ("tie_break", "the list of fewer votes has the last seat", "art. 16 d)"),
    ),
    _rule(
        FINLAND,
        "Vaalilaki 714/1998",
        "Finland, Parliament, by constituency",
        "1998-",
        "Vaalilaki § 89",
        ("method", "D'Hondt; an electoral alliance is one list", "§ 89"),
        ("tie_break", "the lot", "§ 89"),
    ),
    _rule(
        POLAND,
        "Kodeks wyborczy, ustawa z dnia 5 stycznia 2011 r.",
        "Poland, Sejm, by constituency",
        "2011-",
        "Kodeks wyborczy arts. 196, 197, 232",
        ("method", "D'Hondt", "art. 232"),
        ("threshold", "5% of valid votes in the country; 8% for a coalition; none for minorities", "arts. 196-197"),
        ("tie_break", "more votes, then more precincts won (told to the count as a lot)", "art. 232"),
    ),
    _rule(
        BELGIUM_CHAMBER,
        "Code électoral",
        "Belgium, Chamber of Representatives, by constituency",
        "2003-",
        "Code électoral arts. 165bis-168",
        ("method", "D'Hondt", "arts. 167-168"),
        ("threshold", "5% of valid votes in the constituency", "art. 165bis"),
    ),
    _rule(
        LATVIA,
        "Saeimas vēlēšanu likums (1995)",
        "Latvia, Saeima, by constituency",
        "1995-",
        "Saeimas vēlēšanu likums arts. 38-39",
        ("method", "Sainte-Laguë", "art. 39"),
        ("threshold", "5% of votes cast in the country", "art. 38"),
    ),
)
