"""Error pages say in Indonesian what to do, and need nothing from the request."""

import pytest
from django.template.loader import render_to_string


@pytest.mark.parametrize(
    ("template", "heading"),
    [
        ("400.html", "Permintaan tidak dapat dibaca"),
        ("403.html", "Bukan wewenang Anda"),
        ("403_csrf.html", "Halaman ini sudah kedaluwarsa"),
        ("404.html", "Halaman tidak ditemukan"),
        ("500.html", "Terjadi kesalahan pada program"),
    ],
)
def test_error_page_needs_no_context(template, heading):
    page = render_to_string(template)

    assert f"<title>{heading} · Bergulir</title>" in page
    assert f"<h1>{heading}</h1>" in page
    assert 'href="/"' in page
