"""Checks charts (data_visualization) and tables (data_table).

Source: https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block
"""

from collections.abc import Mapping
from typing import Any

from bot.localslack.validate.check import Check

CELLS = {"raw_text": "text", "raw_number": "value", "rich_text": "elements"}


def check_chart(check: Check, block: Mapping[str, Any]) -> None:
    """Check a title and one chart: pie, bar, area or line."""
    check.at("title").words(block.get("title"), 50)
    chart, here = block.get("chart"), check.at("chart")
    if not here.mapping(chart):
        return
    if chart.get("type") == "pie":
        here.fields(chart, ("type", "segments"))
        _check_points(here.at("segments"), chart.get("segments"), 6, positive=True)
    elif chart.get("type") in ("bar", "area", "line"):
        here.fields(chart, ("type", "series", "axis_config"))
        categories = _check_axis(here.at("axis_config"), chart.get("axis_config"))
        _check_series(here.at("series"), chart.get("series"), categories)
    else:
        here.at("type").say(f"unknown chart type: {chart.get('type')!r}")


def check_table(check: Check, block: Mapping[str, Any]) -> None:
    """Check a caption, a row of headings and the rows below it, all of one length."""
    check.at("caption").words(block.get("caption"), 2000)
    if "page_size" in block:
        check.at("page_size").whole(block["page_size"], 1, 100)
    if not check.at("rows").listing(block.get("rows"), 2, 101):
        return
    for index, row in enumerate(block["rows"]):
        here = check.at("rows", index)
        if not here.listing(row, 1, 20):
            continue
        if len(row) != len(block["rows"][0]):
            here.say("every row needs as many cells as the first")
        for place, cell in enumerate(row):
            _check_cell(here.at(place), cell)


def _check_cell(check: Check, cell: Any) -> None:
    if check.mapping(cell):
        check.at("type").one_of(cell.get("type"), CELLS)
        if cell.get("type") in CELLS and CELLS[cell["type"]] not in cell:
            check.say(f"missing required field: {CELLS[cell['type']]}")


def _check_axis(check: Check, axis: Any) -> list[str]:
    if not check.mapping(axis):
        return []
    check.fields(axis, ("categories",), ("x_label", "y_label"))
    for name in ("x_label", "y_label"):
        if name in axis:
            check.at(name).words(axis[name], 50)
    categories = axis.get("categories")
    if not check.at("categories").listing(categories, 1, 20):
        return []
    for index, category in enumerate(categories):
        check.at("categories", index).words(category, 20)
    return list(categories)


def _check_series(check: Check, series: Any, categories: list[str]) -> None:
    if not check.listing(series, 1, 6):
        return
    good = [dataset for dataset in series if isinstance(dataset, Mapping)]
    if len({str(dataset.get("name")) for dataset in good}) < len(series):
        check.say("every series needs a unique name")
    for index, dataset in enumerate(series):
        here = check.at(index)
        if not here.mapping(dataset):
            continue
        here.fields(dataset, ("name", "data"))
        here.at("name").words(dataset.get("name"), 20)
        labels = _check_points(here.at("data"), dataset.get("data"), 20)
        if labels != categories:
            here.at("data").say("needs one point for each category, in their order")


def _check_points(check: Check, points: Any, most: int, *, positive: bool = False) -> list[Any]:
    if not check.listing(points, 1, most):
        return []
    for index, point in enumerate(points):
        here = check.at(index)
        if not here.mapping(point):
            continue
        here.fields(point, ("label", "value"))
        here.at("label").words(point.get("label"), 20)
        value = point.get("value")
        if not isinstance(value, int | float) or isinstance(value, bool):
            here.at("value").say("must be a number")
        elif positive and value <= 0:
            here.at("value").say("must be greater than 0")
    return [point.get("label") for point in points if isinstance(point, Mapping)]
