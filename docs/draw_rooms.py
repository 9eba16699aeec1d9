"""Draws ``docs/images/rooms.svg``: the rooms of ``quotes`` by floor, and who imports whom.

Floors and pure rooms are those of the import contracts in ``pyproject.toml``. Arrows are imports
of the code. An arrow is left out where a longer way says the same: views import models, but
also search, which imports models.

``python -m docs.draw_rooms`` writes the picture anew.
"""

import tomllib
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs/images/rooms.svg"
# Where a room stands on its floor, in columns from the left: chosen so that no arrow crosses a box.
COLUMNS = {
    "apps": 0.0, "urls": 3.0, "middleware": 4.8,
    "admin": 0.0, "management": 1.0, "api": 2.0, "views": 3.0, "templatetags": 4.0,
    "answers": 2.5,
    "feeds": 5.0, "sitemaps": 6.0,
    "filters": 2.75,
    "ingest": 0.9, "copies": 1.8,
    "editorial": 0.0, "checking": 3.55, "citations": 5.0,
    "search": 2.6,
    "models": 3.0,
    "text": 3.0,
}  # fmt: skip
# In pixels. The topmost floor is that of the project, which is no room of the app.
MARGIN, TOP, COLUMN, FLOOR, WIDE, HIGH = 20, 70, 128, 62, 104, 34
STYLE = """
svg { font: 14px system-ui, sans-serif; }
.ground { fill: #fff; }
.floor { stroke: #e3e0d8; }
.room { fill: #f6f4ee; stroke: #57534a; }
.pure { fill: #e2efe4; stroke: #2f6b3a; }
.project { fill: none; stroke: #57534a; stroke-dasharray: 4 3; }
.arrow { stroke: #8a857a; stroke-width: 1.5; fill: none; }
.head { fill: #8a857a; }
text { fill: #1d1b16; text-anchor: middle; }
.note { text-anchor: start; font-size: 12px; fill: #57534a; }
@media (prefers-color-scheme: dark) {
  .ground { fill: #16171a; }
  .floor { stroke: #2b2d33; }
  .room { fill: #24262c; stroke: #a9a69e; }
  .pure { fill: #1d3323; stroke: #7cc08a; }
  .project { stroke: #a9a69e; }
  .arrow { stroke: #7d7a73; }
  .head { fill: #7d7a73; }
  text { fill: #ecebe6; }
  .note { fill: #b5b2aa; }
}
"""


def contracts() -> list[dict]:
    """The import contracts, as they stand in ``pyproject.toml``."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    return project["tool"]["importlinter"]["contracts"]


def floors() -> list[list[str]]:
    """The rooms of each floor, from the top."""
    layers = next(each["layers"] for each in contracts() if each.get("containers") == ["quotes"])
    return [[room.strip(" ()") for room in layer.split("|")] for layer in layers]


def pure_rooms() -> set[str]:
    """The rooms of which no module imports Django."""
    pure = next(each for each in contracts() if each.get("forbidden_modules") == ["django"])
    parts = [module.split(".") for module in pure["source_modules"]]
    return {room for _, room, *rest in parts if not rest}


def imports() -> dict[str, set[str]]:
    """The rooms that each room imports, apart from migrations."""
    graph = grimp.build_graph("quotes", cache_dir=None)
    found: dict[str, set[str]] = {room: set() for floor in floors() for room in floor}
    for module in graph.modules:
        for imported in graph.find_modules_directly_imported_by(module):
            pair = [name.split(".")[1] for name in (module, imported) if "." in name]
            if len(pair) == 2 and pair[0] in found and pair[0] != pair[1]:
                found[pair[0]].add(pair[1])
    return found


def arrows() -> list[tuple[str, str]]:
    """Each import that does not follow from others, in the order of the floors."""
    direct = imports()

    def reached(room: str) -> set[str]:
        return {room}.union(*map(reached, direct[room]))

    return [
        (room, other)
        for room, others in direct.items()
        for other in sorted(others)
        if not any(other in reached(third) for third in others - {other})
    ]


def picture() -> str:
    """The whole SVG file."""
    places = {
        room: (MARGIN + WIDE / 2 + COLUMNS[room] * COLUMN, TOP + number * FLOOR + FLOOR / 2)
        for number, floor in enumerate(floors())
        for room in floor
    }
    project = (places["urls"][0], TOP - FLOOR / 2)
    width, height = MARGIN * 2 + WIDE + 6 * COLUMN, TOP + len(floors()) * FLOOR + 40
    pure = pure_rooms()
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img">',
        "<title>The rooms of quotes, from the top floor down, and who imports whom</title>",
        f"<style>{STYLE}</style>",
        f'<rect class="ground" width="{width}" height="{height}" rx="8"/>',
        *(_floor(number, width) for number in range(len(floors()) + 1)),
        _arrow(project, places["urls"]),
        *(_arrow(places[room], places[other]) for room, other in arrows()),
        _box("archive", project, "project"),
        *(_box(room, at, "pure" if room in pure else "room") for room, at in places.items()),
        f'<text class="note" x="{MARGIN}" y="{height - 16}">An arrow leads from a room to one that '
        "it imports. Green rooms import no Django.</text>",
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _floor(number: int, width: int) -> str:
    y = TOP + number * FLOOR
    return f'<path class="floor" d="M{MARGIN} {y}H{width - MARGIN}"/>'


def _box(name: str, at: tuple[float, float], kind: str) -> str:
    x, y = at
    return (
        f'<rect class="{kind}" x="{x - WIDE / 2:g}" y="{y - HIGH / 2:g}" width="{WIDE}" '
        f'height="{HIGH}" rx="5"/><text x="{x:g}" y="{y + 5:g}">{name}</text>'
    )


def _arrow(start: tuple[float, float], end: tuple[float, float]) -> str:
    (x, y), (to_x, to_y) = (start[0], start[1] + HIGH / 2), (end[0], end[1] - HIGH / 2)
    length = ((to_x - x) ** 2 + (to_y - y) ** 2) ** 0.5
    along, across = (to_x - x) / length, (to_y - y) / length
    base_x, base_y = to_x - 9 * along, to_y - 9 * across
    wings = [f"{base_x + side * across:.1f},{base_y - side * along:.1f}" for side in (-4, 4)]
    return (
        f'<path class="arrow" d="M{x:.1f} {y:.1f}L{base_x:.1f} {base_y:.1f}"/>'
        f'<polygon class="head" points="{to_x:.1f},{to_y:.1f} {wings[0]} {wings[1]}"/>'
    )


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8")
