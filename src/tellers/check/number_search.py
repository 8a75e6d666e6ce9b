"""Where a stated number does stand in the record: "52,608 is the figure of Andy Street in Dudley"."""

from __future__ import annotations

from tellers.check.topic import Place, Table, Topic


def find_number(topic: Topic, number: int) -> str:
    """Return in words what a number is in the record of a contest or of one before it, "" where it is nothing there."""
    for each in (topic, *topic.past):
        day = "" if each is topic else f" in {each.year}"
        for moment in reversed(each.moments):
            for stage, table in moment.tables.items():
                round_ = (
                    ""
                    if len(moment.tables) == 1
                    else (" in the final round" if stage == moment.last_stage else " on first preferences")
                )
                for place in table.votes:
                    found = _in_table(each, table, place, number)
                    if found:
                        area = f" in {each.area_name(place)}" if place is not None else ""
                        when = "" if moment.final or place is not None else f" ({moment.label})"
                        return f"{number:,} is {found}{area}{round_}{day}{when}"
    return ""


def _in_table(topic: Topic, table: Table, place: Place, number: int) -> str:
    for person, values in table.votes[place].items():
        if number in values and person in topic.people:
            return f"the figure of {topic.people[person].name}"
    order = table.order(place)
    if len(order) > 1 and order[0][1] - order[1][1] == number:
        return f"the lead of {topic.people[order[0][0]].name} over {topic.people[order[1][0]].name}"
    for words, row in (
        ("valid votes", table.valid),
        ("ballot papers", table.papers),
        ("the electorate", table.electorate),
        ("rejected ballots", table.rejected),
    ):
        if row.get(place) == number:
            return f"the number of {words}" if words != "the electorate" else words
    return ""
