"""Pages of a few lines that load one script each, under the site's own security policy."""

from collections.abc import Callable
from pathlib import Path

import pytest

STATIC = Path(__file__).resolve().parents[2] / "static"
ORIGIN = "http://bergulir.test"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; form-action 'self'; "
    "connect-src 'self'"
)


@pytest.fixture
def open_with_scripts(new_page) -> Callable:
    """``open_with_scripts({"/": html}, "draft")``: the page at ``/`` with ``static/js/draft.js``.

    The other addresses answer GET and POST alike; ``page.posts`` lists what was posted,
    ``pages["user"]`` is who is logged in.
    """

    def open_page(pages: dict[str, str], *scripts: str):
        tags = "".join(f'<script src="/static/js/{name}.js" defer></script>' for name in scripts)
        posts = []

        def answer(route) -> None:
            path = route.request.url.removeprefix(ORIGIN).split("?")[0]
            if path.startswith("/static/"):
                file = STATIC / path.removeprefix("/static/")
                route.fulfill(body=file.read_text(), content_type="text/javascript")
                return
            if route.request.method == "POST":
                posts.append((path, route.request.post_data))
            user = f'data-user="{pages.get("user", "7")}"'
            body = f"<!doctype html><head>{tags}</head><body {user}>{pages[path]}</body>"
            headers = {"Content-Security-Policy": POLICY, "Content-Type": "text/html"}
            route.fulfill(body=body, headers=headers)

        page = new_page(ORIGIN)
        page.route(f"{ORIGIN}/**", answer)
        page.posts = posts
        page.goto(f"{ORIGIN}/")
        return page

    return open_page
