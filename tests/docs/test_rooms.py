"""The picture of the rooms, held against the import contracts and the code."""

from docs import draw_rooms
from tests.docs.pages import ROOT, codes, pages, rows

PAGE = "docs/explanation/architecture.md"


def test_the_committed_picture_is_what_the_program_draws():
    """After a change of imports between rooms: ``python -m docs.draw_rooms``."""
    assert draw_rooms.PICTURE.read_text("utf-8") == draw_rooms.picture()


def test_the_picture_has_every_room_on_the_floor_of_its_contract():
    rooms = [room for floor in draw_rooms.floors() for room in floor]
    assert sorted(rooms) == sorted(draw_rooms.COLUMNS)
    drawn = draw_rooms.PICTURE.read_text("utf-8")
    heights = {room: drawn.split(f">{room}</text>")[0].rsplit('y="', 1)[1] for room in rooms}
    for floor in draw_rooms.floors():
        assert len({heights[room] for room in floor}) == 1
    lowest = [float(heights[floor[0]].strip('">')) for floor in draw_rooms.floors()]
    assert lowest == sorted(lowest)


def test_every_arrow_leads_to_a_lower_floor():
    floor_of = {r: n for n, floor in enumerate(draw_rooms.floors()) for r in floor}
    assert draw_rooms.arrows()
    for room, other in draw_rooms.arrows():
        assert floor_of[room] < floor_of[other], f"{room} imports {other}"


def test_arrows_say_the_same_as_all_imports():
    """What is left out follows from the others, and nothing is drawn that is not so."""
    direct, drawn = draw_rooms.imports(), {}
    for room, other in draw_rooms.arrows():
        drawn.setdefault(room, set()).add(other)

    def reached(room, ways):
        return {room}.union(*(reached(other, ways) for other in ways.get(room, ())))

    for room in direct:
        assert reached(room, drawn) == reached(room, direct)
        assert drawn.get(room, set()) <= direct[room]


def test_rooms_are_the_modules_below_the_app():
    found = {
        path.stem
        for path in (ROOT / "quotes").iterdir()
        if (path.suffix == ".py" or (path / "__init__.py").exists()) and path.stem != "__init__"
    }
    assert found - {"migrations"} == {room for floor in draw_rooms.floors() for room in floor}


def test_the_page_says_what_each_room_is_for():
    table = [codes(cells[0])[0] for cells in rows(pages()[PAGE], "room")]
    assert table == [room for floor in draw_rooms.floors() for room in floor]


def test_the_picture_suits_light_and_dark():
    drawn = draw_rooms.PICTURE.read_text("utf-8")
    assert "@media (prefers-color-scheme: dark)" in drawn
    assert "<title>" in drawn
