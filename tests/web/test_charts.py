"""Where bars and points stand."""

from __future__ import annotations

from itertools import pairwise

from ideaboard.web.charts import WIDTH, Value, columns, line, rows


def values(*sizes: float | None) -> list[Value]:
    return [Value(f"n{place}", size, str(size)) for place, size in enumerate(sizes)]


def test_the_highest_column_fills_the_picture_and_zero_has_no_height():
    low, none, high = columns(values(5, 0, 10)).marks
    assert (none.height, none.said) == (0, "")
    assert high.height == 2 * low.height
    assert high.y < low.y < none.y


def test_columns_stand_beside_each_other_inside_the_picture():
    marks = columns(values(*range(12))).marks
    assert all(one.x + one.width < two.x for one, two in pairwise(marks))
    assert marks[-1].x + marks[-1].width <= WIDTH


def test_rows_lie_below_each_other_and_share_one_scale():
    chart = rows(values(50, 100), 100)
    assert [mark.width for mark in chart.marks] == [WIDTH / 2, WIDTH]
    assert chart.marks[0].y + chart.marks[0].height < chart.marks[1].y < chart.height


def test_a_line_has_a_gap_where_there_is_no_value():
    chart = line(values(1, 2, None, 3, 4, None, 5))
    assert len(chart.marks) == 5
    assert [len(points.split()) for points in chart.lines] == [2, 2]
    assert [name for _, name in chart.names] == [f"n{place}" for place in range(7)]


def test_nothing_makes_no_picture_and_no_mistake():
    assert (columns([]).marks, rows([]).height, line(values(None)).lines) == ([], 0, [])
    assert columns(values(0, 0)).marks[0].height == 0


def test_a_chart_says_all_it_shows():
    assert rows(values(1, 2)).label == "n0: 1; n1: 2"
