"""Each candidate's page: its own figures, its namesakes told apart, and no figure where none is known."""

from __future__ import annotations

import re
from collections.abc import Callable

from barsetshire import barsetshire, night
from tellers.record import Candidate, Contest, Election
from tellers.web.app import create_site
from tellers.web.live import Hub
from tellers.web.site.address import candidate_path, contest_path
from web.asking import Client


def renamed(election: Election, name: Callable[[int, int], str]) -> Election:
    """Return the election with candidates named by the numbers of contest and candidate."""
    made = []
    for i, contest in enumerate(election.contests):
        people = tuple(Candidate(id=c.id, name=name(i, k), party=c.party) for k, c in enumerate(contest.candidates))
        values = {f: getattr(contest, f) for f in contest.__dataclass_fields__}
        made.append(Contest(**(values | {"candidates": people})))
    fields = {f: getattr(election, f) for f in election.__dataclass_fields__}
    return Election(**(fields | {"contests": tuple(made)}))


def test_every_candidate_has_a_page_with_the_votes_of_the_standing() -> None:
    election = barsetshire(areas=3, contests=3, seed=7)
    hub = Hub(election, night(election, seed=7))
    client = Client(create_site(hub))
    for contest in election.contests:
        standing = hub.latest.standing(contest)
        for c in contest.candidates:
            page = client.get(candidate_path(contest.id, c.id))
            assert page.status_code == 200
            votes = standing.votes_of(c.id)
            assert f"<dt>Votes</dt><dd>{votes:,}</dd>" in page.text
            assert ("Elected" in page.text) == (c.id in standing.elected)


def test_before_anything_is_declared_a_candidate_has_no_votes_which_is_not_none_at_all() -> None:
    election = barsetshire(areas=3, contests=2, seed=7)
    client = Client(create_site(Hub(election)))
    contest = election.contests[0]
    text = client.get(candidate_path(contest.id, contest.candidates[0].id)).text
    assert "<dt>Votes</dt><dd>not known</dd>" in text
    assert "Nothing is declared here yet." in text
    assert "<dd>0</dd>" not in text


def test_the_areas_of_a_candidate_add_up_to_the_votes() -> None:
    election = barsetshire(areas=4, contests=1, seed=3)
    hub = Hub(election, night(election, seed=3))
    contest = election.contests[0]
    standing = hub.latest.standing(contest)
    for c in contest.candidates:
        text = Client(create_site(hub)).get(candidate_path(contest.id, c.id)).text
        part = text[text.index('data-part="areas"') :]
        cells = re.findall(r'</span></th><td>([0-9,]+)(?:</td>| <span class="was">)', part)
        assert len(cells) == len(contest.areas)
        assert sum(int(cell.replace(",", "")) for cell in cells) == standing.votes_of(c.id)


def test_the_same_name_and_party_elsewhere_is_linked_and_not_said_to_be_one_person() -> None:
    names = {(0, 0): "Septimus Harding", (1, 0): "SEPTIMUS HARDING"}
    election = renamed(barsetshire(areas=3, contests=3, seed=7), lambda i, k: names.get((i, k), f"Person {i} {k}"))
    client = Client(create_site(Hub(election)))
    first, second = election.contests[0], election.contests[1]
    here = candidate_path(first.id, first.candidates[0].id)
    there = candidate_path(second.id, second.candidates[0].id)
    assert f'href="{there}"' in client.get(here).text
    assert f'href="{here}"' in client.get(there).text
    assert "does not say whether it is the same person" in client.get(here).text
    other = client.get(candidate_path(first.id, first.candidates[1].id)).text
    assert "same person" not in other


def test_contest_rows_and_the_search_lead_to_the_candidate() -> None:
    election = barsetshire(areas=3, contests=2, seed=7)
    client = Client(create_site(Hub(election)))
    contest = election.contests[0]
    page = candidate_path(contest.id, contest.candidates[0].id)
    assert f'href="{page}"' in client.get(contest_path(contest.id)).text
    assert f'href="{page}"' in client.get("/search", params={"q": contest.candidates[0].name}).text


def test_a_candidate_of_another_contest_is_not_found_under_this_one() -> None:
    election = barsetshire(areas=3, contests=2, seed=7)
    client = Client(create_site(Hub(election)))
    contest = election.contests[0]
    for path in (candidate_path(contest.id, "nobody"), "/candidate/nowhere/x", "/candidate/", "/candidate/x"):  # type: ignore[arg-type]
        assert client.get(path).status_code == 404, path


def test_a_name_that_stands_nearly_everywhere_is_no_persons() -> None:
    election = renamed(barsetshire(areas=1, contests=20, seed=7), lambda i, k: f"List {k}")
    client = Client(create_site(Hub(election)))
    contest = election.contests[0]
    assert "same person" not in client.get(candidate_path(contest.id, contest.candidates[0].id)).text
