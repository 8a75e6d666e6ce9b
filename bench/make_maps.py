"""Carry hex positions into the bundled nights' packs: each constituency's column and row, under the pack's own ids.

    python bench/make_maps.py ../shared/data/uk/maps

Source: Open Innovations (ODI Leeds), hexmaps, MIT licence: one hexagon to a constituency. Only ids and places in the
grid are taken. Five Scottish seats of 2024 stand in that file under earlier codes and are carried to their codes here.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

NIGHTS = Path(__file__).parents[1] / "nights"
OF_2019 = "odileeds-uk-constituencies-2019-BBC.hexjson"
OF_2023 = "odileeds-uk-constituencies-2023.hexjson"
FILES = {"ge-2010": OF_2019, "ge-2015": OF_2019, "ge-2019": OF_2019, "ge-2024": OF_2023}
CODES_OF_2024 = {
    "S14000006": "S14000107",
    "S14000008": "S14000108",
    "S14000010": "S14000109",
    "S14000040": "S14000110",
    "S14000058": "S14000111",
}
OUT = "hexes.hexjson"
SETTINGS = f'\n[[maps]]\nfile = "{OUT}"\nname = "one hexagon to a constituency"\nsource = "hexes"\n'
SOURCE = (
    "- Open Innovations (ODI Leeds), hex maps of constituencies: the place of each in the grid, in `hexes.hexjson`. "
    "<https://github.com/odileeds/hexmaps> Licence: MIT, © 2017 Open Innovations.\n"
)


def carry(folder: Path, night: str) -> None:
    """Write one night's hexes, and name them and their source in its pack where that is not done yet."""
    found = json.loads((folder / FILES[night]).read_text())
    hexes = {CODES_OF_2024.get(id, id): {"q": hex["q"], "r": hex["r"]} for id, hex in sorted(found["hexes"].items())}
    if night != "ge-2024":
        hexes = {id: {"q": hex["q"], "r": hex["r"]} for id, hex in sorted(found["hexes"].items())}
    lines = [f'"{id}":{{"q":{hex["q"]},"r":{hex["r"]}}}' for id, hex in hexes.items()]
    text = '{"layout":"' + found["layout"] + '","hexes":{\n' + ",\n".join(lines) + "\n}}\n"
    (NIGHTS / night / OUT).write_text(text)
    settings = NIGHTS / night / "election.toml"
    if OUT not in settings.read_text():
        settings.write_text(settings.read_text().rstrip("\n") + "\n" + SETTINGS)
    source = NIGHTS / night / "SOURCE.md"
    if OUT not in source.read_text():
        source.write_text(source.read_text().replace("\n## Notes", SOURCE + "\n## Notes", 1))


if __name__ == "__main__":
    for name in FILES:
        carry(Path(sys.argv[1]), name)
