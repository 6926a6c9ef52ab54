from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts.labels import LETTER, LINE, MARK, PLACES, label_places

NAMES = ["Rimini", "Riccione", "Cesena - Valle del Savio", "Forlì"]


def box(x, y, label, place):
    right, down = PLACES[place]
    half = LETTER * len(label) / 2
    x, y = x + right * (MARK + half), y + down * (MARK + LINE / 2)
    return x - half, y - LINE / 2, x + half, y + LINE / 2


def apart(one, other):
    return one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def test_a_name_alone_stands_at_the_first_corner_that_no_line_crosses():
    assert label_places([(100, 100), (700, 300)], ["Rimini", "Forlì"]) == ["top right"] * 2
    assert label_places([(100, 100)], ["Rimini"], [(100, 85, 300, 87)]) == ["top left"]
    assert label_places([], []) == []


def test_names_of_marks_close_together_do_not_lie_on_one_another():
    points = [(100, 100), (120, 102), (110, 112)]
    chosen = label_places(points, NAMES[1:])
    boxes = [box(x, y, name, place) for (x, y), name, place in zip(points, NAMES[1:], chosen, strict=True)]
    assert all(apart(one, other) for i, one in enumerate(boxes) for other in boxes[:i])
    assert all(apart(one, (x - 1, y - 1, x + 1, y + 1)) for one in boxes for x, y in points)


@given(st.lists(st.tuples(st.floats(0, 860), st.floats(0, 430), st.sampled_from(["", *NAMES])), max_size=9))
def test_every_mark_has_a_place_and_marks_without_a_name_take_no_room(marks):
    points, names = [(x, y) for x, y, _ in marks], [name for *_, name in marks]
    chosen = label_places(points, names)
    assert len(chosen) == len(marks)
    assert set(chosen) <= set(PLACES)
    assert all(place == "top right" for place, name in zip(chosen, names, strict=True) if not name)
