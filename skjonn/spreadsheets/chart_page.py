"""A chart on a sheet of its own: the bars in their order with the figures beside them, on one page across."""

from __future__ import annotations

from typing import Any

from skjonn.domain.charts import Chart
from skjonn.texts.cleaning import printable

_A4 = 9
_TOP = 3  # the row of headings, from 0; title and subtitle stand above
_AT = 3  # the column the chart begins in
_WIDEST = 40  # signs
_COLOUR = "#1F4E79"
_LINE = "#BFBFBF"
FROM_ABOVE = {"reverse": True, "crossing": "max"}
"""Lying bars are drawn from below, and people read from above; the figures stay below the bars."""


def add(book: Any, chart: Chart, styles: dict[str, Any], about: tuple[str, str, str]) -> None:
    """Add a sheet with a chart to a workbook.

    Args:
        book: where; chart: what is shown, as many bars as it has; styles: the workbook's, by name.
        about: the sheet's name, the banner of its page header, and what stands below its title; the last two may be empty.
    """
    name, banner, subtitle = about
    sheet = book.add_worksheet(name)
    _set_up(sheet, banner, chart)
    sheet.write_string(0, 0, printable(chart.title), styles["title"])
    sheet.write_string(1, 0, printable(" · ".join(part for part in (subtitle, banner) if part)))
    sheet.write_string(_TOP, 1, printable(chart.unit), styles["heading_number"])
    for row, (label, value) in enumerate(zip(chart.labels, chart.values, strict=True), start=_TOP + 1):
        sheet.write_string(row, 0, printable(label), styles["text"])
        sheet.write_number(row, 1, value, styles["amount"])
    if not chart.labels:
        return
    sheet.insert_chart(_TOP, _AT, _drawn(book, name, chart), {"description": printable(chart.alternative)})


def said_below(note: str) -> dict[str, Any]:
    """Return what makes a chart's lowest axis say how the bars count, nothing where there is nothing to say."""
    return {"name": note, "name_font": {"bold": False, "size": 9}} if note else {}


def _set_up(sheet: Any, banner: str, chart: Chart) -> None:
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 1)
    if banner:
        sheet.set_header("&C&B" + printable(banner).replace("&", "&&"))
    sheet.set_footer("&R&P / &N")
    sheet.set_column(0, 0, min(_WIDEST, max((len(label) for label in chart.labels), default=0)) + 2)
    sheet.set_column(1, 1, 14)


def _drawn(book: Any, name: str, chart: Chart) -> Any:
    first, last = _TOP + 1, _TOP + len(chart.labels)
    drawn = book.add_chart({"type": "column" if chart.upright else "bar"})
    drawn.add_series({"name": [name, _TOP, 1], "categories": [name, first, 0, last, 0], "values": [name, first, 1, last, 1], "fill": {"color": _COLOUR}, "gap": 60})  # fmt: skip
    drawn.set_title({"none": True})  # it stands above
    drawn.set_legend({"none": True})
    names, amounts = {} if chart.upright else FROM_ABOVE, {"num_format": "#,##0", "major_gridlines": {"visible": True, "line": {"color": _LINE}}}  # fmt: skip
    along, across = (names, amounts) if chart.upright else (amounts, names)
    drawn.set_x_axis({**along, **said_below(printable(chart.note))})
    drawn.set_y_axis(across)
    drawn.set_size({"width": 760, "height": 120 + 24 * len(chart.labels)})
    return drawn
