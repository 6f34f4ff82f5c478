"""Plots: their geometry, and that they say in words what they show."""

from __future__ import annotations

from lxml import html

from curator.web import plots


def drawn(figure: str) -> html.HtmlElement:
    return html.fromstring(figure)


def heights(figure: str) -> list[float]:
    return [float(one.get("height")) for one in drawn(figure).iter("rect")]


def test_the_largest_bar_is_as_high_as_the_plot_and_nothing_draws_nothing() -> None:
    assert heights(plots.bars([0, 2, 4], "Bars")) == [plots.HEIGHT / 2, plots.HEIGHT]


def test_few_bars_stand_at_the_right_and_do_not_grow_into_blocks() -> None:
    (bar,) = drawn(plots.bars([5], "One")).iter("rect")
    assert float(bar.get("x")) == plots.WIDTH / plots.SLOTS * (plots.SLOTS - 1)
    assert float(bar.get("width")) < plots.WIDTH / plots.SLOTS


def test_one_failure_among_thousands_is_seen() -> None:
    assert min(heights(plots.stacked([(5000, 0, 1)], "Mails"))) >= 1


def test_parts_of_a_column_stand_on_one_another() -> None:
    low, high = drawn(plots.stacked([(6, 0, 2)], "Mails")).iter("rect")
    assert float(high.get("y")) + float(high.get("height")) == float(low.get("y"))
    assert [low.get("class"), high.get("class")] == ["mid", "on"]


def test_a_line_runs_from_edge_to_edge() -> None:
    points = drawn(plots.line([1, 3, 2], "Readers")).find(".//polyline").get("points").split()
    assert [float(one.split(",")[0]) for one in points] == [0, plots.WIDTH / 2, plots.WIDTH]


def test_no_values_are_a_plot_too() -> None:
    for figure in (plots.bars([], "None"), plots.line([], "None"), plots.stacked([], "None")):
        assert drawn(figure).get("role") == "img"


def test_words_are_said_and_safe() -> None:
    figure = plots.bars([1], 'Mails to "<b>"')
    assert drawn(figure).get("aria-label") == 'Mails to "<b>"'
    assert "<b>" not in figure
