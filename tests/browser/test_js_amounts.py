"""money-input.js groups digits without changing what was typed; sum.js adds up."""

import pytest

pytestmark = pytest.mark.browser
FIELD = '<form><input name="a" data-money data-sum="all"></form>'


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("1234567", "1.234.567"),
        ("1.234.567", "1.234.567"),
        ("1,234,567", "1,234,567"),
        ("1500", "1.500"),
        ("1,5", "1,5"),
        ("1.50", "1.50"),
        ("1.500,00", "1.500,00"),
        ("-5000", "-5000"),
        ("0500", "0500"),
        ("12a34", "12a34"),
    ],
)
def test_typing_groups_digits_and_leaves_everything_else_alone(open_with_scripts, typed, shown):
    page = open_with_scripts({"/": FIELD}, "money-input")

    page.locator("input").press_sequentially(typed)

    assert page.input_value("input") == shown


def test_caret_stays_beside_its_digit(open_with_scripts):
    page = open_with_scripts({"/": FIELD}, "money-input")
    page.locator("input").press_sequentially("234567")

    page.keyboard.press("Home")
    page.keyboard.type("1")

    assert page.input_value("input") == "1.234.567"
    assert page.evaluate("document.activeElement.selectionStart") == 1


def test_backspace_over_a_point_takes_the_digit_before_it(open_with_scripts):
    page = open_with_scripts({"/": FIELD}, "money-input")
    page.locator("input").press_sequentially("1234567")

    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("Backspace")

    assert page.input_value("input") == "123.567"


def test_pasted_amount_is_grouped_only_if_it_is_plain(open_with_scripts):
    page = open_with_scripts({"/": FIELD}, "money-input")
    paste = """text => {
        const field = document.querySelector("input");
        field.focus(); field.select();
        document.execCommand("insertText", false, text);
    }"""

    page.evaluate(paste, "2500000")
    plain = page.input_value("input")
    page.evaluate(paste, "2.50")

    assert (plain, page.input_value("input")) == ("2.500.000", "2.50")


def test_totals_and_differences_run_along(open_with_scripts):
    page = open_with_scripts(
        {
            "/": '<input id="a" data-sum="jasa all" value="150.000"><input id="b" data-sum="all">'
            '<input id="c" data-sum="counted" value="100,000">'
            '<output data-total="jasa"></output><output data-total="all"></output>'
            '<output data-total="counted - all"></output>'
        },
        "sum",
    )

    page.fill("#b", "1000000")
    totals = page.locator("output").all_text_contents()
    page.fill("#b", "1,5")

    assert totals == ["Rp 150.000", "Rp 1.150.000", "-Rp 1.050.000"]
    assert page.locator("output").all_text_contents() == ["Rp 150.000", "?", "?"]
