"""Which papers may be printed when, what they hold, that their sums are the schedule's."""

import io
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.core.exceptions import ValidationError
from pypdf import PdfReader

from loans.models import Loan, LoanStep
from loans.papers import lending, proposal, servicing, sources, verification
from loans.papers.blocks import Table, html_of
from loans.papers.facts import OfficeFacts, read_facts
from loans.papers.numbers import default_format, number_of
from loans.papers.paper import Printing, paper_problems
from loans.papers.registry import PAPERS, SETS
from loans.papers.render import letters_pdf, page_of, papers_pdf, sheets_of
from loans.papers.wording import Wordings
from loans.proposals import refuse_loan, take_back
from loans.repayments import reverse_repayment
from loans.rescheduling import successor
from loans.setup import add_rules
from loans.shares import MemberCell
from tests import factories
from tests.loans.papers.states import DISBURSED, create_in_state, create_office, facts_of
from upk.money import number
from upk.offices.models import Checklist, ChecklistItem

pytestmark = pytest.mark.django_db

EVERY = "PVWALRHTX"
ALLOWED = {
    **dict.fromkeys(
        ["sampul", "permohonan", "profil", "pengurus", "daftar-pemanfaat", "tanggung-renteng",
         "kelengkapan", "verifikasi-kelompok", "verifikasi-anggota"], EVERY,
    ),
    "ba-verifikasi": "VWALRHTX",
    "ba-pendanaan": "WALRH",
    **dict.fromkeys(
        ["spk", "surat-kuasa", "ba-pencairan", "kuitansi", "tanda-terima-pemanfaat",
         "rencana-angsuran", "rencana-angsuran-pemanfaat", "pemberitahuan-desa"], "WALRH",
    ),
    "kartu-angsuran": "ALRH",
    "kartu-pemanfaat": "ALRH",
    "iptw": "AL",
    "surat-peringatan-1": "A",
    "surat-peringatan-2": "A",
    "surat-peringatan-3": "A",
    "surat-lunas": "L",
    "rekening-koran": "ALRHX",
}  # fmt: skip
"""In which states each paper may be asked, written down apart from the definitions."""


@pytest.fixture
def place(db):
    """Village, product and treasurer of an office."""
    office, treasurer = create_office()
    village = factories.create_village(office, name="Banaran")
    return village, factories.create_product(office), treasurer


def page(facts, *papers, sees_identity: bool = False) -> str:
    pairs = [(paper, facts) for paper in papers]
    sheets = list(sheets_of(pairs, Wordings(facts.office), sees_identity=sees_identity))
    return page_of(sheets, facts.office, title="Uji")


def text_of(html: str) -> str:
    return " ".join("".join(ElementTree.fromstring(html).itertext()).split())


def table_of(blocks) -> Table:
    return next(block for block in blocks if isinstance(block, Table))


def printing(facts, **fields) -> Printing:
    return Printing(facts, facts.disbursed_on, **fields)


def test_every_paper_has_its_states_written_down():
    assert ALLOWED.keys() == PAPERS.keys()


@pytest.mark.parametrize("status", EVERY)
def test_papers_are_printed_in_their_states_and_refused_in_others(place, status):
    facts = facts_of(create_in_state(status, *place))

    allowed = {key for key, paper in PAPERS.items() if not paper_problems(paper, facts)}

    assert allowed == {key for key, states in ALLOWED.items() if status in states}
    whole = page(facts, *(PAPERS[key] for key in allowed))
    root = ElementTree.fromstring(whole)
    assert len(root.findall("body/section")) == len(allowed)
    assert "{" not in text_of(whole)
    for key in PAPERS.keys() - allowed:
        with pytest.raises(ValidationError) as refusal:
            papers_pdf([(PAPERS[key], facts)], title="Uji", by=place[2])
        assert all(len(sentence) > 30 for sentence in refusal.value.messages)


def test_refusal_says_which_step_is_missing(place):
    facts = facts_of(create_in_state("P", *place))

    [problem] = paper_problems(PAPERS["spk"], facts)

    assert problem.message == (
        "Surat Perjanjian Kredit baru dapat dicetak setelah pinjaman disetujui; "
        f"pinjaman {facts.loan} masih berstatus usulan."
    )


def test_a_step_that_was_taken_back_allows_nothing_any_more(place):
    loan = create_in_state("W", *place)
    loan = take_back(loan, reason="Keliru", on=factories.TODAY, by=place[2])

    facts = facts_of(loan)

    assert paper_problems(PAPERS["spk"], facts)
    assert not paper_problems(PAPERS["ba-verifikasi"], facts)


def test_a_refused_proposal_that_was_never_verified_has_no_minutes(place):
    loan = create_in_state("P", *place)

    loan = refuse_loan(loan, reason="Ditarik", on=factories.TODAY, by=place[2])

    assert paper_problems(PAPERS["ba-verifikasi"], facts_of(loan))
    assert not paper_problems(PAPERS["sampul"], facts_of(loan))


def test_no_letter_for_a_loan_that_is_not_late(place):
    village, product, by = place
    loan = factories.create_loan(factories.create_group(village), product, by=by,
                                 disbursed_on=date(2010, 2, 1))  # fmt: skip

    [problem] = paper_problems(PAPERS["surat-peringatan-1"], facts_of(loan))

    assert "tidak menunggak" in problem.message


def test_the_loan_after_a_reschedule_has_no_proposal_and_no_cash(place):
    loan = successor(create_in_state("R", *place))
    facts = facts_of(loan)

    allowed = {key for key, paper in PAPERS.items() if not paper_problems(paper, facts)}

    assert allowed == {
        "spk", "rencana-angsuran", "rencana-angsuran-pemanfaat", "kartu-angsuran",
        "kartu-pemanfaat", "rekening-koran", "iptw", "surat-peringatan-1",
        "surat-peringatan-2", "surat-peringatan-3",  # its first instalment is late by now
    }  # fmt: skip
    page(facts, *(PAPERS[key] for key in allowed))


# What they hold


def test_plans_add_up_to_the_schedule_in_both_directions(place):
    facts = facts_of(create_in_state("A", *place))
    rows = list(facts.loan.instalments.order_by("n"))

    group = lending.schedule_table(facts)
    members = table_of(lending.member_plan(printing(facts)))

    assert [row[2:4] for row in group.rows] == [(r.principal, r.interest) for r in rows]
    total = sum(r.interest for r in rows)
    assert group.total[2:5] == (10_000_000, total, 10_000_000 + total)
    assert [row[5] for row in group.rows][-1] == 0
    assert [c.label for c in members.columns[-3:]] == ["Pokok", "Jasa", "Jumlah"]
    assert list(members.total[2:12]) == [r.principal + r.interest for r in rows]
    assert list(members.total[12:]) == [10_000_000, total, 10_000_000 + total]
    for line, member in zip(members.rows, facts.borrowers, strict=True):
        assert sum(line[2:12]) == line[14] == line[12] + line[13]
        assert line[12] == member.share


def test_a_long_plan_goes_on_in_another_table_without_losing_a_row(place):
    village, product, by = place
    loan = factories.create_loan(factories.create_group(village), product, by=by,
                                 terms={"tenor": 30})  # fmt: skip
    tables = [b for b in lending.member_plan(printing(facts_of(loan))) if isinstance(b, Table)]

    widths = [sum(1 for c in t.columns if c.group.isdigit()) for t in tables]
    assert widths == [12, 12, 6]
    due = [r.principal + r.interest for r in loan.instalments.order_by("n")]
    assert [*tables[0].total[2:], *tables[1].total[2:], *tables[2].total[2:8]] == due


def test_receipts_of_members_add_up_to_the_loan(place):
    facts = facts_of(create_in_state("W", *place))

    for build in (lending.handed_out, lending.proxies):
        table = table_of(build(printing(facts)))
        amounts = [row[-2] for row in table.rows]
        assert amounts == [member.share for member in facts.borrowers]
        assert table.total[-2] == sum(amounts) == facts.loan.principal


def test_statement_walks_from_the_loan_to_what_is_left(place):
    facts = facts_of(create_in_state("A", *place))

    table = table_of(servicing.statement(printing(facts)))

    (opening, payment) = table.rows
    entry = facts.loan.disbursement.label
    assert opening == (DISBURSED, entry, "Pencairan", None, None, None, 10_000_000)
    assert payment[3:] == (1_000_000, 150_000, 0, 9_000_000)
    assert table.total[-1] == facts.standing.outstanding == 9_000_000


def test_reversed_payments_show_with_what_undid_them(place):

    loan = create_in_state("A", *place)
    receipt = loan.repayments.get()
    reverse_repayment(receipt, happened_on=date(2009, 9, 11), reason="Salah", by=place[2])

    table = table_of(servicing.statement(printing(facts_of(loan))))

    assert [row[2] for row in table.rows] == [
        "Pencairan", "Angsuran", f"Pembatalan {receipt.entry.label}",
    ]  # fmt: skip
    assert [row[-1] for row in table.rows] == [10_000_000, 9_000_000, 10_000_000]
    assert list(table.total[3:]) == [0, 0, 0, 10_000_000]


def test_letters_list_exactly_the_arrears(place):
    facts = facts_of(create_in_state("A", *place))

    table = table_of(servicing.overdue_table(printing(facts)))

    assert [row[0] for row in table.rows] == [2, 3, 4, 5, 6]
    assert table.total[2:] == (
        facts.standing.arrears_principal, facts.standing.arrears_interest, facts.standing.arrears,
    )  # fmt: skip


def test_card_shows_what_is_paid(place):
    facts = facts_of(create_in_state("A", *place))

    table = table_of(servicing.group_card(printing(facts)))

    assert table.rows[0][5:8] == ("lunas", 1_000_000, 150_000)
    assert table.rows[1][5:8] == ("", None, None)
    assert table.total[2:5] == (10_000_000, 1_500_000, 11_500_000)
    assert table.total[6:8] == (1_000_000, 150_000)


def test_rebate_list_has_room_until_amounts_are_known(place):
    facts = facts_of(create_in_state("L", *place))
    blank = table_of(servicing.rebate_list(printing(facts)))
    assert blank.total[2:5] == (10_000_000, 1_500_000, None)

    rows = [sources.RebateRow("Siti", 6_000_000, 900_000, 45_000),
            sources.RebateRow("Sri", 4_000_000, 600_000, 30_000)]  # fmt: skip
    paper = servicing.rebate_paper(rows)
    table = table_of(paper.parts[0].build(printing(facts)))

    assert [row[1:5] for row in table.rows] == [
        ("Siti", 6_000_000, 900_000, 45_000), ("Sri", 4_000_000, 600_000, 30_000),
    ]  # fmt: skip
    assert table.total[2:5] == (10_000_000, 1_500_000, 75_000)


def test_member_form_shows_what_was_answered_and_leaves_room_for_the_rest(place):
    facts = facts_of(create_in_state("V", *place))
    member = facts.members[0]
    answers = sources.Answers(
        questions=[("Punya usaha sendiri?", True), ("Sedang berutang?", False)],
        identity_matches=True, income=2_000_000, cost=1_200_000, recommended=1_500_000,
        instalment=230_000, burden=Decimal("28.75"),
    )  # fmt: skip

    blank = html_of(verification.member_form(printing(facts), member, sources.Answers()))
    filled = html_of(verification.member_form(printing(facts), member, answers))

    assert "Rp 2.000.000" in blank  # what the step recommended
    assert '<td>Punya usaha sendiri?</td><td class="sign">X</td><td class="sign"></td>' in filled
    assert '<td>Sedang berutang?</td><td class="sign"></td><td class="sign">X</td>' in filled
    assert '<td>Sisa sebulan</td><td class="money">800.000</td>' in filled
    assert '<td class="money">28,75%</td>' in filled
    assert "Rp 1.500.000" in filled


def test_plan_of_a_loan_that_rounds_per_member_is_the_sum_of_its_members(place):
    """Before the money by the rule in force, afterwards by the rule that the loan keeps."""
    product = place[1]
    add_rules(product, since=DISBURSED, ceilings={}, rounds_per_member=True)
    waiting, active = create_in_state("W", *place), create_in_state("A", *place)

    for facts in (facts_of(waiting), facts_of(active)):
        # by hand: a share of 2.000.000 over 10 months, jasa 30.000
        assert facts.rounds_per_member
        assert facts.cells[0] == [MemberCell(200_000, 30_000)] * 5
        for row, line in zip(facts.rows, facts.cells, strict=True):
            assert row.principal == sum(cell.principal for cell in line)
            assert row.interest == sum(cell.interest for cell in line)
    add_rules(product, since=date(2010, 1, 1), ceilings={})
    assert not facts_of(waiting).rounds_per_member
    assert facts_of(active).rounds_per_member


def test_forms_ask_by_the_list_in_force_on_the_day_of_the_proposal(place):
    loan = create_in_state("P", *place)
    for day, text in ((date(2009, 1, 1), "KTP asli"), (date(2009, 9, 1), "Surat nikah")):
        made = Checklist.objects.create(office=loan.office, kind="papers", since=day)
        ChecklistItem.objects.create(checklist=made, position=1, text=text)

    text = text_of(page(facts_of(loan), PAPERS["kelengkapan"]))

    assert "KTP asli" in text
    assert "Surat nikah" not in text


def test_checklist_crosses_one_column_of_each_document():
    marks = [sources.Mark("KTP", "C"), sources.Mark("Profil", "K", "tanpa tanggal"),
             sources.Mark("Peta", "TA"), sources.Mark("Lain", "")]  # fmt: skip

    assert [row[1:] for row in proposal.marks_table(marks).rows] == [
        ("KTP", "X", "", "", ""), ("Profil", "", "X", "", "tanpa tanggal"),
        ("Peta", "", "", "X", ""), ("Lain", "", "", "", ""),
    ]  # fmt: skip


def test_shares_too_small_to_divide_are_said_and_not_printed(place):
    facts = facts_of(create_in_state("A", *place))
    facts.__dict__["cells"] = None

    [block] = lending.member_plan(printing(facts))

    assert "terlalu kecil" in block.html()
    assert paper_problems(PAPERS["kartu-pemanfaat"], facts)
    page(facts, PAPERS["rencana-angsuran-pemanfaat"], PAPERS["iptw"])


def test_identity_numbers_are_whole_only_for_those_who_need_them(place):
    loan = create_in_state("P", *place)
    person = loan.shares.first().person
    person.set_identity(nik="3314016301650001")
    person.save()
    facts = facts_of(loan)

    for key in ("daftar-pemanfaat", "verifikasi-anggota"):
        assert "3314016301650001" in page(facts, PAPERS[key], sees_identity=True)
        masked = page(facts, PAPERS[key])
        assert "3314016301650001" not in masked
        assert "0001" in masked


def test_names_of_markup_are_printed_and_not_obeyed(place):
    loan = create_in_state("A", *place)
    loan.group.name = "<b>A&B</b> **x** {alokasi} {{ y }}"
    loan.group.save()
    facts = facts_of(loan)

    text = text_of(page(facts, *(PAPERS[k] for k, states in ALLOWED.items() if "A" in states)))

    assert text.count("<b>A&B</b> **x** {alokasi} {{ y }}") > 20


# Numbers


def test_numbers_count_the_approvals_of_the_year_in_the_order_of_recording(place):
    village, product, _ = place
    first, second = (create_in_state("W", *place) for _ in range(2))
    before = number_of(PAPERS["spk"], facts_of(second), default_format(PAPERS["spk"]), DISBURSED)

    earlier = factories.create_proposal(
        factories.create_group(village), product, proposed_on=date(2009, 7, 1)
    )
    factories.advance(factories.advance(earlier))

    def spk(loan) -> str:
        return number_of(PAPERS["spk"], facts_of(loan), default_format(PAPERS["spk"]), DISBURSED)

    assert before == "002/SPK/UPK-KAL/VIII/2009"
    assert [spk(loan) for loan in (first, second, earlier)] == [
        "001/SPK/UPK-KAL/VIII/2009", "002/SPK/UPK-KAL/VIII/2009", "003/SPK/UPK-KAL/VII/2009",
    ]  # fmt: skip


def test_a_number_taken_back_is_nobody_elses(place):
    first, second = (create_in_state("W", *place) for _ in range(2))
    first = take_back(first, reason="Keliru", on=date(2009, 8, 6), by=place[2])
    first = factories.advance(first, on=date(2009, 8, 7))

    numbers = [
        number_of(PAPERS["spk"], facts_of(loan), "{urut}/{tahun}", DISBURSED)
        for loan in (first, second)
    ]

    assert numbers == ["003/2009", "002/2009"]
    assert LoanStep.objects.filter(to_status="W").count() == 3


# The PDF


def test_set_is_one_pdf_with_pages_of_each_paper_bookmarks_title_and_language(place):
    loan = create_in_state("W", *place)
    facts = facts_of(loan)
    papers = SETS["berkas-pencairan"].printable(facts)

    content = papers_pdf([(p, facts) for p in papers], title=f"Berkas {loan}", by=place[2])

    reader = PdfReader(io.BytesIO(content))
    pages = [" ".join(p.extract_text().split()) for p in reader.pages]
    assert reader.metadata.title == f"Berkas {loan}"
    assert reader.metadata.author == "UPK Kalijambe"
    assert reader.trailer["/Root"]["/Lang"] == "id"
    assert len(reader.outline) == len(papers) == 8
    starts = [reader.get_destination_page_number(item) for item in reader.outline]
    assert starts == sorted(set(starts))
    for begin, end in zip(starts, [*starts[1:], len(pages)], strict=True):
        for n, text in enumerate(pages[begin:end], 1):
            assert f"Halaman {n} dari {end - begin}" in text
    assert float(reader.pages[starts[6]].mediabox.width) > 800  # the members' plan lies
    spk = pages[0] + pages[1]
    for wanted in (
        "Nomor: 001/SPK/UPK-KAL/VIII/2009", "Sutarno Wibowo", "Kelompok Melati", "Rp 10.000.000",
        "sepuluh juta rupiah", "Tim Pendanaan nomor 04/TP/VIII/2009", "Desa Banaran", "Meterai",
        "Rp 11.500.000", "Senin tanggal lima belas bulan Februari tahun dua ribu sepuluh",
    ):  # fmt: skip
        assert wanted in spk, wanted
    attached = pages[2]
    for row in facts.rows:
        assert f"{row.due_on:%d-%m-%Y} {number(row.principal)} {number(row.interest)}" in attached


def test_letters_of_many_loans_are_one_pdf_with_a_constant_number_of_queries(
    place, django_assert_num_queries
):
    loans = [create_in_state("A", *place) for _ in range(3)]
    fresh = list(Loan.objects.filter(pk__in=[loan.pk for loan in loans]).order_by("pk"))
    few = [(Loan.objects.get(pk=loans[0].pk), 1)]
    many = [(loan, n) for n, loan in enumerate(fresh, 1)]

    with django_assert_num_queries(19) as counted:
        letters_pdf(few, on=factories.TODAY, by=place[2])
    with django_assert_num_queries(len(counted)):
        content = letters_pdf(many, on=factories.TODAY, by=place[2])

    pages = [" ".join(p.extract_text().split()) for p in PdfReader(io.BytesIO(content)).pages]
    assert len(pages) == 3
    for (loan, n), text in zip(many, pages, strict=True):
        assert f"DRAF/SP{n}/UPK-KAL/II/2010" in text
        assert loan.code in text
        assert "Rp 5.750.000" in text


def test_one_loan_that_may_not_be_warned_stops_the_batch_with_its_reason(place):
    late, settled = create_in_state("A", *place), create_in_state("L", *place)

    with pytest.raises(ValidationError, match=f"Pinjaman {settled} lunas"):
        letters_pdf([(late, 1), (settled, 1)], on=factories.TODAY, by=place[2])


def test_facts_of_many_loans_cost_the_same_queries(place, django_assert_num_queries):
    loans = [create_in_state(status, *place) for status in "AAL"]
    shared = OfficeFacts.of(loans[0].office, factories.TODAY)

    with django_assert_num_queries(12) as counted:
        read_facts(loans[:1], shared)
    with django_assert_num_queries(len(counted)):
        read_facts(loans, shared)


def test_sets_are_refused_by_their_first_paper_and_leave_out_what_is_too_early(place):
    facts = facts_of(create_in_state("P", *place))

    assert [s.key for s in SETS.values() if not s.problems(facts)] == [
        "berkas-usulan", "berkas-verifikasi",
    ]  # fmt: skip
    assert "ba-verifikasi" not in [p.key for p in SETS["berkas-verifikasi"].printable(facts)]


def test_no_signature_stands_alone_on_a_page(place):
    village, product, by = place
    loans = [
        factories.create_proposal(
            factories.create_group(village, member_count=size), product, principal=30_000_000
        )
        for size in range(19, 29, 3)
    ]
    facts = read_facts(loans, OfficeFacts.of(village.office, factories.TODAY))

    content = papers_pdf([(PAPERS["tanggung-renteng"], f) for f in facts], title="Uji", by=by)

    pages = [" ".join(p.extract_text().split()) for p in PdfReader(io.BytesIO(content)).pages]
    signed = [text for text in pages if "Kepala Desa Banaran" in text]
    assert len(signed) == len(loans) < len(pages)
    assert all("Pernyataan ini kami buat dengan sadar" in text for text in signed)
