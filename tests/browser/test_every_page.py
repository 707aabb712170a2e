"""What holds for every page, tried on one that needs no data and no login."""

import pytest

from tests.browser.session import overflow

pytestmark = pytest.mark.browser_postgres


@pytest.mark.parametrize("width", [390, 1366])
def test_page_is_indonesian_has_a_title_and_fits_the_screen(new_page, live_server, width):
    page = new_page(live_server.url, width=width)

    answer = page.goto("/tidak-ada/")

    assert answer.status == 404
    assert page.title() == "Halaman tidak ditemukan · Bergulir"
    assert page.locator("html").get_attribute("lang") == "id"
    assert overflow(page) == 0


def test_static_files_are_compressed_and_cached_for_ever(new_page, live_server):
    page, answers = new_page(live_server.url), []
    page.on("response", lambda answer: answers.append(answer))

    page.goto("/tidak-ada/")

    styles = [answer for answer in answers if answer.url.endswith(".css")]
    assert styles
    for answer in styles:
        assert answer.headers["content-encoding"] in ("br", "gzip")
        assert "immutable" in answer.headers["cache-control"]
