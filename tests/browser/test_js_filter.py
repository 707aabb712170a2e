"""filter.js: a list follows its filters, with a short address and the caret where it was."""

import pytest

pytestmark = pytest.mark.browser
PAGE = (
    '<form data-filter><input type="search" name="q"><select name="desa"><option value="">Semua'
    '<option value="5">Banaran</select><button>Saring</button></form>'
)


def test_choice_sends_the_form_without_empty_fields(open_with_scripts):
    page = open_with_scripts({"/": PAGE}, "filter")

    page.select_option("select", "5")
    page.wait_for_url("**/?desa=5")

    assert page.evaluate("location.search") == "?desa=5"


def test_typing_sends_the_form_after_a_pause_and_keeps_the_focus(open_with_scripts):
    page = open_with_scripts({"/": PAGE}, "filter")

    page.locator("[name=q]").press_sequentially("mawar")
    page.wait_for_url("**/?q=mawar")

    page.wait_for_function("document.activeElement.name === 'q'")
