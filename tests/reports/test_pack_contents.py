"""What a pack holds: chapters and letter as chosen, annexes of villages, the public edition."""

import io
import zipfile
from datetime import date
from itertools import chain
from uuid import uuid4

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from reports.annexes import annex_of
from reports.chapters import BY_GROUP, CHAPTERS
from reports.chosen import (
    PLACEHOLDERS,
    Choice,
    choice_of,
    choose_contents,
    default_letter,
    letter_faults,
)
from reports.figures import published
from reports.models import PackSetting
from reports.pack import Pack, build_pack
from reports.registry import REPORTS
from reports.render.annexes import annexes_of
from reports.render.pack import render_pack
from tests import factories
from upk.access import Role
from upk.periods import Quarter
from upk.profile.services.profile import NewOfficer, add_officer

pytestmark = pytest.mark.django_db
QUARTER = Quarter(2009, 4)


def choose(books, **changes) -> PackSetting:
    wanted = {"left_out": [], "with_annexes": False, "letter": "", "by": books.manager} | changes
    return choose_contents(books.office, **wanted)


def test_chapters_follow_the_paper_and_hold_all_reports(books):
    pack = build_pack(books.office, QUARTER)

    assert [chapter.key for chapter in pack.chapters] == ["pinjaman", "keuangan", "kelompok"]
    in_chapters = list(chain.from_iterable(reports for _, reports in pack.in_chapters()))
    assert in_chapters == list(pack.reports)


def test_reports_of_chapters_exist():
    named = {name for chapter in CHAPTERS for name in chapter.reports if name != "development"}

    assert named <= REPORTS.keys()


def test_chapter_that_was_left_out_is_not_in_the_pack(books):
    choose(books, left_out=["kelompok"])

    pack = build_pack(books.office, QUARTER)

    assert "kelompok" not in [chapter.key for chapter in pack.chapters]
    assert pack.report("groups") is None
    assert "Kelompok dan pelatihan" not in pack.letter


@pytest.mark.parametrize("key", ["pinjaman", "keuangan", "lain"])
def test_chapter_that_must_be_there_can_not_be_left_out(books, key):
    with pytest.raises(ValidationError, match="selalu dimuat"):
        choose(books, left_out=[key])

    assert not PackSetting.objects.exists()


@pytest.mark.parametrize("role", [r for r in Role if r not in (Role.MANAGER, Role.DISTRICT)])
def test_contents_are_chosen_by_the_manager(books, role):
    with pytest.raises(PermissionDenied):
        choose(books, by=factories.create_user(role, books.office))


def test_contents_are_chosen_by_the_manager_of_this_office(books):
    with pytest.raises(PermissionDenied):
        choose(books, by=factories.create_user())


def test_choosing_the_same_again_keeps_one_row(books):
    first = choose(books, left_out=["rtm"], letter="Halo {kantor}")

    assert choose(books, left_out=["rtm"], letter="Halo {kantor}") == first
    assert PackSetting.objects.count() == 1
    assert choice_of(books.office) == Choice(frozenset({"rtm"}), False, "Halo {kantor}")


def test_letter_says_what_the_pack_holds_and_default_comes_back(books):
    assert build_pack(books.office, QUARTER).letter.count("{") == 0
    choose(books, letter="**{triwulan}** {kabupaten}\n\n{isi}")

    letter = build_pack(books.office, QUARTER).letter

    titles = ["Pinjaman", "Keuangan", "Kelompok dan pelatihan"]
    listed = "\n".join(f"{no}. {title}" for no, title in enumerate(titles, start=1))
    assert letter == f"**Triwulan IV 2009** {books.office.district.name}\n\n{listed}"
    choose(books, letter=default_letter())
    assert choice_of(books.office).letter == default_letter()
    assert PackSetting.objects.order_by("-id").first().letter == ""


@pytest.mark.parametrize("letter", ["{kantr}", "{", "isi: {isi}", "x" * 4001])
def test_letter_with_faults_is_refused(books, letter):
    with pytest.raises(ValidationError):
        choose(books, letter=letter)

    assert letter_faults(letter)


def test_every_placeholder_is_filled(books):
    choose(books, letter="\n".join(f"{name}={{{name}}}" for name in PLACEHOLDERS))

    letter = build_pack(books.office, QUARTER).letter

    assert "{" not in letter
    assert f"kode={books.office.code}" in letter
    assert "tanggal_akhir=31 Desember 2009" in letter


def test_pack_with_letter_chapters_and_annexes_comes_back_whole(books):
    choose(books, with_annexes=True)
    pack = build_pack(books.office, QUARTER)

    assert pack.villages == tuple(
        books.office.villages.order_by("name").values_list("code", "name")
    )
    assert Pack.of_text(pack.as_text()) == pack


def test_public_edition_has_no_lists_by_group_no_letter_and_no_annexes(books):
    choose(books, with_annexes=True)
    pack = build_pack(books.office, QUARTER)

    public = pack.public()

    assert not {report.name for report in public.reports} & set(BY_GROUP)
    assert (public.letter, public.villages) == ("", ())
    assert sum(chapter.count for chapter in public.chapters) == len(public.reports)
    text = public.as_text()
    for loan in books.loans.values():
        assert loan.code not in text
        assert loan.group.name not in text
    assert pack.report("lpp")


def test_public_edition_promises_no_names_in_the_profile(books):
    factories.assign(books.manager, books.banaran)
    new = NewOfficer("Kasir", "Kasir Contoh", QUARTER.start, signs=False)
    add_officer(books.office, new, request_key=uuid4(), by=books.manager)
    pack = build_pack(books.office, QUARTER)

    public = pack.public()

    shown, whole = public.report("profile"), pack.report("profile")
    assert [part.title for part in whole.parts] == ["Desa dan penanggung jawab", "Pengurus"]
    assert [part.title for part in shown.parts] == [
        "Desa, dan sejak kapan didampingi", "Jabatan pengurus",
    ]  # fmt: skip
    assert (whole.title, shown.title) == ("Profil dan Penanggung Jawab", "Profil")
    assert public.chapters[0].title == "Profil"
    assert "Nama orang" in [rule.label for rule in shown.printed_rule]
    assert "Kasir Contoh" not in public.as_text()
    assert [line.row.key for line in shown.rows()] == [line.row.key for line in whole.rows()]


def test_annex_has_the_loans_of_its_village_and_no_others(books):
    pack = build_pack(books.office, QUARTER)

    reports = annex_of(pack, books.banaran.code, books.banaran.name)

    by_name = {}
    for report in reports:
        by_name.setdefault(report.name, []).append(report)
    loans = {line.row.key for report in by_name["lpp"] for line in report.rows()}
    own = {loan.code for loan in books.loans.values() if loan.group.village_id == books.banaran.pk}
    assert loans == own
    assert 0 < len(own) < len(books.loans)
    assert "balance-sheet" not in by_name
    (groups,) = by_name["groups"]
    assert [line.row.key for line in groups.rows()] == [books.banaran.code]
    assert groups.scope == f"Desa {books.banaran.name}"


def test_annex_names_the_product_of_each_lpp_and_the_village_only_above_them(books):
    pack = build_pack(books.office, QUARTER)

    (annex,) = annexes_of(pack, ((books.banaran.code, books.banaran.name),))

    titles = [title for title, _ in annex.tables]
    assert len(set(titles)) == len(titles)
    assert "Laporan Perkembangan Pinjaman (LPP): SPP" in titles
    assert not any(books.banaran.name in title for title in titles)


def test_annexes_add_up_to_the_pack(books):
    pack = build_pack(books.office, QUARTER)
    total = sum(
        line.row.values["outstanding"]
        for code, name in books.office.villages.values_list("code", "name")
        for report in annex_of(pack, code, name)
        if report.name == "collectibility"
        for line in report.rows()
    )

    assert total == pack.report("provision").totals["base"] > 0


def test_annexes_are_a_zip_with_a_pdf_and_a_workbook_for_each_village(books):
    content = render_pack(build_pack(books.office, QUARTER), "annexes", None)

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        stem = f"{books.banaran.code}-{books.banaran.name}"
        assert {f"{stem}.pdf", f"{stem}.xlsx"} <= set(names)
        assert len(names) == 2 * books.office.villages.count()
        assert archive.read(f"{stem}.pdf").startswith(b"%PDF-")
        book = openpyxl.load_workbook(io.BytesIO(archive.read(f"{stem}.xlsx")), read_only=True)
        assert "lpp SPP, Desa" in " ".join(book.sheetnames)
        book.close()


def test_published_figures_are_those_of_the_reports(books):
    pack = build_pack(books.office, QUARTER)

    figures = published(pack)

    provision, lpp = pack.report("provision").totals, pack.report("lpp-villages").totals
    assert figures["outstanding"].value == provision["base"]
    assert figures["npl"].value == int(provision["npl"] * 100)
    assert figures["repayment_rate"].value == int(lpp["repayment_rate"] * 100)
    assert figures["groups_total"].value == books.office.groups.count()
    assert figures["groups_with_loan"].value == len({p.group_id for p in books.loans.values()
                                                     if p.code in _owed(pack)})  # fmt: skip
    assert figures["health_grade"].label == pack.report("health").totals["grade"]
    assert "goats_ever" not in figures
    by_account = {
        key: figure.value
        for key, figure in figures.items()
        if key.startswith("balance-sheet/assets/") and key.endswith("/balance")
    }
    assert sum(by_account.values()) == pack.report("balance-sheet").totals["assets"]
    assert published(Pack.of_text(pack.as_text())) == figures


def _owed(pack) -> set[str]:
    return {line.row.key for line in pack.report("collectibility").rows()}


def test_published_figures_of_an_earlier_day_differ(books):
    then = published(build_pack(books.office, Quarter.of(date(2008, 12, 31))))

    assert then["outstanding"].value == then["groups_with_loan"].value == 0
    assert then["groups_total"].value == books.office.groups.count()  # no founding day is known
