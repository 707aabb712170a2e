"""Charts are well-formed SVG with their words in it, and the PDF renderer draws them."""

import io
from xml.etree import ElementTree

import pypdf
import pytest
from weasyprint import HTML

from upk.charts import bar_chart, line_chart, nice_steps, short_number, stacked_share

SVG = "{http://www.w3.org/2000/svg}"


def words(chart: str) -> list[str]:
    return [element.text for element in ElementTree.fromstring(chart).iter(f"{SVG}text")]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (950, "950"),
        (45_000, "45 rb"),
        (38_250_000, "38,2 jt"),
        (200_000_000, "200 jt"),
        (2_871_450_000, "2,87 M"),
        (-1_500_000, "-1,5 jt"),
        (1_000_000_000_000, "1 T"),
    ],
)
def test_amounts_are_abbreviated(value, text):
    assert short_number(value) == text


@pytest.mark.parametrize("top", [0, 1, 7, 211, 3_302_099_385])
def test_axis_reaches_the_highest_value_in_few_round_steps(top):
    steps = nice_steps(top)

    assert steps[0] == 0
    assert steps[-1] >= top
    assert 2 <= len(steps) <= 5


def test_bars_carry_labels_and_values_and_gaps_have_neither_bar_nor_value():
    chart = bar_chart("Angsuran", [("Jan", 2_000_000), ("Feb", None), ("Mar", 0)])

    assert words(chart)[-5:] == ["Jan", "2 jt", "Feb", "Mar", "0"]
    assert chart.count("<rect") == 2
    assert "<desc" in chart
    assert "Feb: tidak ada" in chart


def test_lines_are_named_at_their_ends_and_labels_never_overlap():
    chart = line_chart("Saldo", ["Jan", "Feb"], [("Pokok", [5, 5]), ("Jasa", [5, 5])])

    ends = [
        float(element.get("y"))
        for element in ElementTree.fromstring(chart).iter(f"{SVG}text")
        if element.text in ("Pokok", "Jasa")
    ]
    assert abs(ends[0] - ends[1]) >= 28


def test_shares_show_amount_and_percent():
    chart = stacked_share("Kolektibilitas", [("I", 750_000), ("V", 250_000)])

    assert words(chart) == ["I", "750 rb", "75,0%", "V", "250 rb", "25,0%"]


@pytest.mark.parametrize(
    "chart",
    [bar_chart("a", []), line_chart("b", [], []), stacked_share("c", [("I", 0), ("II", 0)])],
)
def test_nothing_to_show_is_still_a_chart(chart):
    assert ElementTree.fromstring(chart).tag == f"{SVG}svg"


def test_texts_are_escaped_and_nothing_is_styled_inline():
    chart = bar_chart("<b>", [("<script>", 1)], desc="&")

    assert "<script>" not in chart
    assert "style=" not in chart
    assert ElementTree.fromstring(chart).find(f"{SVG}title").text == "<b>"


def test_the_same_chart_is_the_same_text():
    assert bar_chart("a", [("x", 1)]) == bar_chart("a", [("x", 1)])


def test_pdf_holds_the_charts_as_text():
    charts = [
        bar_chart("a", [("Mei", 1_000_000)]),
        line_chart("b", ["Jun"], [("Saldo", [3])]),
        stacked_share("c", [("Lancar", 1), ("Macet", 3)]),
    ]

    pdf = HTML(string="<br>".join(charts)).write_pdf()

    text = pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
    assert all(word in text for word in ("Mei", "1 jt", "Saldo", "Lancar", "75,0%"))
