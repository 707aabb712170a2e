"""The filters and tags of ``{% load money %}``, fragments and pages of lists."""

from datetime import date
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from upk.htmx import render_page_or_fragment
from upk.paging import page_of
from upk.templatetags import money as tags


def render(source: str, path: str = "/", **context) -> str:
    request = RequestFactory().get(path)
    return Template("{% load money %}" + source).render(Context({"request": request, **context}))


@pytest.mark.parametrize(
    ("filter_name", "value", "text"),
    [
        ("rupiah", 1_234_567, "Rp 1.234.567"),
        ("rupiah", None, ""),
        ("rupiah", 0, "Rp 0"),
        ("number", 0, "0"),
        ("number_or_dash", 0, "–"),
        ("number_or_dash", 1500, "1.500"),
        ("percent", Decimal("62.869"), "62,87%"),
        ("percent", Decimal("2.125"), "2,13%"),
        ("percent", 5, "5,00%"),
        ("tanggal", date(2010, 1, 31), "31 Januari 2010"),
        ("tanggal_pendek", date(2010, 1, 31), "31-01-2010"),
        ("tanggal", None, ""),
        ("in_words", 1_200_000, "satu juta dua ratus ribu rupiah"),
    ],
)
def test_filter_prints(filter_name, value, text):
    assert render(f"{{{{ value|{filter_name} }}}}", value=value) == text


def test_query_string_keeps_the_other_parameters():
    shown = render("{% query_string halaman=2 desa=None %}", "/?q=mawar&desa=5&halaman=1")

    assert shown == "?q=mawar&amp;halaman=2"


@pytest.mark.parametrize(
    ("path", "target"),
    [("/", "?urut=kode"), ("/?urut=kode&halaman=3", "?urut=-kode"), ("/?urut=-kode", "?urut=kode")],
)
def test_sort_link_turns_the_order_round(path, target):
    assert f'href="{target}"' in render('{% sort_link "kode" "Kode" %}', path)


def test_icon_is_decoration_unless_it_is_labelled():
    assert 'aria-hidden="true"' in tags.icon("printer")
    assert 'aria-label="Cetak"' in tags.icon("printer", "Cetak")
    assert "#printer" in tags.icon("printer")


def test_status_badge_says_the_status_in_words_and_escapes_them():
    assert tags.status_badge("A", "<Aktif>") == (
        '<span class="badge tone-success">&lt;Aktif&gt;</span>'
    )


def test_pages_of_a_list_stay_in_range():
    request = RequestFactory().get("/?halaman=99")

    page = page_of(request, list(range(120)), size=50)

    assert (page.number, list(page), page.numbers) == (3, list(range(100, 120)), [1, 2, 3])


@pytest.mark.parametrize(
    ("headers", "template"),
    [
        ({}, "400.html"),
        ({"HTTP_HX_REQUEST": "true"}, "includes/facts.html"),
        ({"HTTP_HX_REQUEST": "true", "HTTP_HX_HISTORY_RESTORE_REQUEST": "true"}, "400.html"),
    ],
)
def test_htmx_gets_the_fragment_and_caches_know_it(headers, template, rf):
    request = rf.get("/", **headers)

    response = render_page_or_fragment(request, "400.html", "includes/facts.html", {"facts": []})

    assert ("facts" in response.content.decode()) == (template == "includes/facts.html")
    assert response.headers["Vary"] == "HX-Request"


def test_class_badge_holds_code_and_name():
    assert tags.class_badge("V", "Macet") == '<span class="badge tone-danger">V Macet</span>'
