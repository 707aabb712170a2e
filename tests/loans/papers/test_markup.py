"""The markup of wordings: nothing of it becomes HTML, and what doesn't exist is refused."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loans.papers.markup import LONGEST, Heading, Numbered, Paragraph, PartHere, faults, parse
from loans.papers.markup import to_html as html

VALUES = {"kelompok": "Melati", "ketua": "Siti & <b>Aminah</b>", "alokasi": "Rp 1.000.000"}
TAGS = {"p", "b", "br", "h3", "ol", "li", "doc", "table"}


def tags(page: str) -> set[str]:
    return {element.tag for element in ElementTree.fromstring(f"<doc>{page}</doc>").iter()}


def test_paragraphs_lists_headings_and_parts():
    text = "**Pasal 1\nJumlah**\n\nIsi **tebal**\nbaris dua:\n1. satu\n2. dua\nlanjut\n\n{tabel}"

    assert parse(text) == [
        Heading("Pasal 1\nJumlah"),
        Paragraph("Isi **tebal**\nbaris dua:"),
        Numbered(("satu", "dua\nlanjut")),
        PartHere("tabel"),
    ]
    assert html(text, VALUES, lambda name: f"<table>{name}</table>") == (
        "<h3>Pasal 1<br/>Jumlah</h3><p>Isi <b>tebal</b><br/>baris dua:</p>"
        "<ol><li>satu</li><li>dua<br/>lanjut</li></ol><table>tabel</table>"
    )


def test_values_are_escaped_and_their_own_marks_mean_nothing():
    page = html("{ketua} **{nama}**", {"ketua": "<i>**x**</i>", "nama": "{ketua}"})

    assert page == "<p>&lt;i&gt;**x**&lt;/i&gt; <b>{ketua}</b></p>"


def test_a_number_at_the_beginning_of_a_line_is_no_list():
    assert parse("1.500.000 rupiah") == [Paragraph("1.500.000 rupiah")]


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<img src="file:///etc/passwd"/>',
        "</p></section><section>",
        "<style>@import url(file:///etc/passwd)</style>",
        "]]><!-- ",
        "&amp; &lt; &nbsp; &#x3c;",
        "**tebal **tidak ditutup",
        "****",
        "1. **a\n2. b**",
        "<b>**<b>**",
    ],
)
def test_text_stays_text(text):
    page = html(text, VALUES)

    assert tags(page) <= TAGS
    shown = "".join(ElementTree.fromstring(f"<doc>{page}</doc>").itertext())
    assert shown.replace(" ", "") in re.sub(r"^\d\.\s|\*\*|\n\d\.|\n", "", text).replace(" ", "")


@given(st.text(alphabet=st.sampled_from(list("ab1.*{}<>&\"' \n_%/é"))))
def test_any_text_gives_well_formed_harmless_html(text):
    assert tags(html(text, VALUES, lambda name: "<table/>")) <= TAGS


@given(st.text(max_size=300))
def test_any_text_without_faults_names_only_what_exists(text):
    if not faults(text, VALUES):
        names = re.findall(r"\{(.*?)\}", text)
        assert set(names) <= set(VALUES)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{kelompk}", "Tidak ada isian {kelompk}. Maksudnya {kelompok}?"),
        ("{rahasia_xyz}", "Tidak ada isian {rahasia_xyz}."),
        ("{{ kelompok }}", "Kurung kurawal hanya untuk isian"),
        ("{{kelompok}}", "Kurung kurawal hanya untuk isian"),
        ("{% load static %}", "Kurung kurawal hanya untuk isian"),
        ("{kelompok.office.users}", "Kurung kurawal hanya untuk isian"),
        ("{0}{kelompok!r}", "Tidak ada isian {0}."),
        ("{Kelompok}", "Kurung kurawal hanya untuk isian"),
        ("{kelompok", "Kurung kurawal hanya untuk isian"),
        ("lihat {tabel} ini", "{tabel} adalah tabel; tulis dalam satu baris sendiri."),
        ("{tabel}\n\n{tabel}", "{tabel} hanya boleh sekali."),
    ],
)
def test_what_does_not_exist_is_refused(text, told):
    found = faults(text, VALUES, ["tabel"])

    assert any(sentence.startswith(told) for sentence in found), found


def test_what_exists_is_accepted():
    assert faults("{kelompok}: {alokasi}\n\n{tabel}\n\nSelesai.", VALUES, ["tabel"]) == []


def test_huge_texts_are_refused_at_once_and_few_names_are_told():
    assert faults("a" * (LONGEST + 1), VALUES) == [
        f"Naskah terlalu panjang: {LONGEST + 1} huruf, paling banyak {LONGEST}."
    ]
    many = "".join(f"{{x{n}}}" for n in range(2500))
    assert len(faults(many, VALUES)) == 8
