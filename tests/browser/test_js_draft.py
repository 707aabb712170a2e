"""draft.js: what was typed survives a lost line or an idle logout, and goes in time."""

import pytest

from tests.browser.session import wait_until

pytestmark = pytest.mark.browser


def sheet(key: str, value: str = "100", error: str = "") -> str:
    return (
        '<form id="sheet" method="post" action="/done/" data-draft="sheet:1">'
        f'<input type="hidden" name="request_key" value="{key}">'
        f'<input name="amount" value="{value}" class="{error}"><input name="other" value="7">'
        '<input type="checkbox" name="ahead"><select name="cash"><option>a<option>b</select>'
        "<button>Kirim</button></form>"
        '<form id="out" method="post" action="/out/" data-logout><button>Keluar</button></form>'
    )


def pages() -> dict[str, str]:
    return {"/": sheet("k1"), "/done/": '<p data-draft-done="draft:sheet:1">ok</p>', "/out/": "-"}


def type_and_leave(page) -> None:
    page.fill("[name=amount]", "250")
    page.check("[name=ahead]")
    page.select_option("[name=cash]", "b")
    page.goto("about:blank")


def typed(page) -> tuple:
    return (
        page.input_value("[name=amount]"),
        page.is_checked("[name=ahead]"),
        page.input_value("[name=cash]"),
        page.input_value("[name=request_key]"),
    )


UNTOUCHED = ("100", False, "a", "k2")


def test_typed_values_and_the_submission_key_come_back(open_with_scripts):
    site = pages()
    page = open_with_scripts(site, "draft")
    type_and_leave(page)
    site["/"] = sheet("k2").replace('value="7"', 'value="8"')  # the server's default has changed

    page.goto("/")

    assert typed(page) == ("250", True, "b", "k1")
    assert page.input_value("[name=other]") == "8"
    assert "Isian yang belum terkirim dipulihkan" in page.text_content(".draft-note")


def test_untouched_form_leaves_no_draft(open_with_scripts):
    site = pages()
    page = open_with_scripts(site, "draft")
    page.goto("about:blank")
    site["/"] = sheet("k2")

    page.goto("/")

    assert typed(page) == UNTOUCHED
    assert page.locator(".draft-note").count() == 0


def test_posted_form_leaves_no_draft(open_with_scripts):
    site = pages()
    page = open_with_scripts(site, "draft", "once")
    page.fill("[name=amount]", "250")
    page.click("text=Kirim")
    page.wait_for_url("**/done/")
    site["/"] = sheet("k2")

    page.goto("/")

    assert typed(page) == UNTOUCHED


def test_post_that_never_arrived_keeps_the_draft(open_with_scripts):
    site = pages()
    page = open_with_scripts(site, "draft", "once")
    page.fill("[name=amount]", "250")
    page.context.set_offline(True)
    page.route("**/done/", lambda route: route.abort("internetdisconnected"))
    page.click("text=Kirim")
    page.wait_for_timeout(200)
    page.context.set_offline(False)
    site["/"] = sheet("k2")

    page.goto("/")

    assert page.input_value("[name=amount]") == "250"
    assert page.input_value("[name=request_key]") == "k1"


def test_discarding_gives_a_fresh_form(open_with_scripts):
    site = pages()
    page = open_with_scripts(site, "draft")
    type_and_leave(page)
    site["/"] = sheet("k2")
    page.goto("/")

    page.click("text=Buang isian ini")
    page.wait_for_function("!document.querySelector('.draft-note')")

    assert typed(page) == UNTOUCHED


def test_logout_removes_the_drafts(open_with_scripts):
    site = pages()
    page = open_with_scripts(site, "draft")
    page.fill("[name=amount]", "250")
    wait_until(page, "localStorage.length === 1")
    page.click("text=Keluar")
    page.wait_for_url("**/out/")

    assert page.evaluate("localStorage.length") == 0


def test_another_user_sees_nothing_of_it(open_with_scripts):
    site = pages()
    page = open_with_scripts(site, "draft")
    type_and_leave(page)
    site["user"] = "8"

    page.goto("/")

    assert page.input_value("[name=amount]") == "100"


def test_form_shown_again_with_errors_keeps_what_the_server_shows(open_with_scripts):
    site = pages()
    page = open_with_scripts(site, "draft")
    type_and_leave(page)
    site["/"] = sheet("k1", value="999", error="is-invalid")

    page.goto("/")

    assert page.input_value("[name=amount]") == "999"
    assert page.locator(".draft-note").count() == 0


def test_form_that_the_server_filled_in_keeps_it(open_with_scripts):
    site = pages()
    page = open_with_scripts(site, "draft")
    type_and_leave(page)
    site["/"] = sheet("k1", value="999").replace(
        "<select", "<details data-answered></details><select"
    )

    page.goto("/")

    assert page.input_value("[name=amount]") == "999"
    assert page.locator(".draft-note").count() == 0


def test_inputs_that_appear_later_are_filled_too(open_with_scripts):
    site = pages()
    page = open_with_scripts(site, "draft")
    add = """() => {
        const row = document.createElement("div");
        row.innerHTML = '<input name="row-2">';
        document.forms[0].append(row);
    }"""
    page.evaluate(add)
    page.fill("[name=row-2]", "33")
    page.goto("about:blank")
    page.goto("/")

    page.evaluate(add)

    page.wait_for_function("document.querySelector('[name=row-2]').value === '33'")


def test_private_fields_are_never_kept(open_with_scripts):
    form = (
        '<form data-draft="person"><input name="name"><input name="nik" data-private>'
        '<input name="secret" type="password"></form>'
    )
    page = open_with_scripts({"/": form}, "draft")

    page.fill("[name=name]", "Sri")
    page.fill("[name=nik]", "3314010101800001")
    page.fill("[name=secret]", "rahasia")
    page.goto("about:blank")
    page.goto("/")

    assert page.input_value("[name=name]") == "Sri"
    assert page.input_value("[name=nik]") == ""
    assert page.input_value("[name=secret]") == ""
