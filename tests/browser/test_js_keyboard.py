"""keyboard.js and once.js: a sheet is filled and sent with the keyboard, and sent once."""

import pytest

pytestmark = pytest.mark.browser
ROWS = "".join(
    f'<tr><td>{n}</td><td><input name="jasa-{n}"></td><td><input name="pokok-{n}"></td></tr>'
    for n in (1, 2)
)
SHEET = (
    '<form method="post" action="/done/"><table data-grid><tbody>'
    f"{ROWS}<tr><td>3</td><td></td><td><input name='pokok-3'></td></tr></tbody></table>"
    '<button type="submit" name="act" value="post">Bukukan</button></form>'
    '<input type="search" name="q"><dialog id="shortcuts"><dl data-accesskeys></dl></dialog>'
    '<a href="/done/" accesskey="2">Lembar Setoran</a>'
)
PAGES = {"/": SHEET, "/done/": "selesai"}
FOCUSED = "document.activeElement.name"


def test_enter_and_arrows_walk_down_the_column(open_with_scripts):
    page = open_with_scripts(PAGES, "keyboard")
    page.focus("[name=pokok-1]")
    names = []

    for key in ("Enter", "ArrowDown", "Shift+Enter", "ArrowUp", "Enter", "Enter", "Enter"):
        page.keyboard.press(key)
        names.append(page.evaluate(FOCUSED))

    assert names == ["pokok-2", "pokok-3", "pokok-2", "pokok-1", "pokok-2", "pokok-3", "act"]
    assert page.posts == []


def test_rows_without_the_column_are_passed_over(open_with_scripts):
    page = open_with_scripts(PAGES, "keyboard")

    page.focus("[name=jasa-2]")
    page.keyboard.press("Enter")

    assert page.evaluate(FOCUSED) == "act"


def test_ctrl_enter_sends_the_form_with_its_button(open_with_scripts):
    page = open_with_scripts(PAGES, "keyboard", "once")
    page.fill("[name=pokok-1]", "5")

    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/done/")

    sent = "jasa-1=&pokok-1=5&jasa-2=&pokok-2=&pokok-3=&act=post"
    assert page.posts == [("/done/", sent)]


@pytest.mark.parametrize(
    ("form", "focused"),
    [
        ('<input name="a"><input name="b">', "a"),
        ('<input name="a"><input name="b" class="is-invalid">', "b"),
        ('<input name="a"><input name="b" autofocus>', "b"),
    ],
)
def test_main_form_begins_with_its_first_wrong_field(open_with_scripts, form, focused):
    pages = {"/": f'<form method="post" data-main>{form}</form>'}

    page = open_with_scripts(pages, "keyboard")

    page.locator(f"[name={focused}]:focus").wait_for()


def test_ctrl_enter_sends_the_main_form_though_nothing_has_the_focus(open_with_scripts):
    button = '<button type="submit" name="act" value="x"></button>'
    form = f'<form method="post" action="/done/" data-main>{button}</form>'
    page = open_with_scripts({"/": form, "/done/": "selesai"}, "keyboard")

    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/done/")

    assert page.posts == [("/done/", "act=x")]


def test_slash_searches_and_question_mark_lists_the_access_keys(open_with_scripts):
    page = open_with_scripts(PAGES, "keyboard")

    page.keyboard.press("?")
    help_text = page.locator("dialog[open]").text_content()
    page.keyboard.press("Escape")
    page.keyboard.press("/")

    assert help_text == "Alt + 2Lembar Setoran"
    assert page.evaluate(FOCUSED) == "q"


def test_second_submit_of_a_form_goes_nowhere(open_with_scripts):
    page = open_with_scripts(PAGES, "once")

    page.evaluate("""() => {
        const form = document.forms[0];
        form.requestSubmit(); form.requestSubmit();
    }""")
    page.wait_for_url("**/done/")

    assert len(page.posts) == 1


def test_form_can_be_sent_again_after_coming_back(open_with_scripts):
    page = open_with_scripts(PAGES, "once")
    page.click("button")
    page.wait_for_url("**/done/")

    page.go_back()

    assert page.is_enabled("button")
