"""Pages of the levies: what they show, whom they let in, what they do with bad and double input."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pypdf import PdfReader

from maintenance.models import GradeRule, LevyBankItem, LevyDeposit, LevyPayment, LevyRule
from maintenance.rules.grade import GradeTerms
from tests import factories
from tests.maintenance.levies.office import SOON, create_setting
from tests.maintenance.levies.test_spending import build
from tests.upk.ledger.test_file_views import PDF
from upk.access import Role
from upk.offices.models import StoredFile
from upk.periods import Quarter

pytestmark = pytest.mark.django_db


@pytest.fixture
def setting():
    found = create_setting()
    found.decide()
    found.decide(found.bayan, basis="meeting", number="BA-7", amount=500)
    return found


@pytest.fixture
def treasurer(client, setting):
    client.force_login(setting.treasurer)
    return client


@pytest.fixture
def manager(client, setting):
    client.force_login(setting.manager)
    return client


def url(name: str, *args) -> str:
    return reverse(f"maintenance:levy-{name}", args=args)


def told(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def sheet(setting, **fields) -> dict:
    return {
        "request_key": str(uuid4()), "received_on": "2010-02-15", "quarter": "2010-1",
        f"village-{setting.alas.pk}": "300.000", f"village-{setting.bayan.pk}": "150.000",
        f"village-{setting.cemara.pk}": "",
    } | fields  # fmt: skip


def test_list_shows_each_village_with_what_is_due_and_held(treasurer, setting):
    setting.pay({setting.alas: 200_000, setting.bayan: 150_000}, date(2010, 1, 20))
    setting.deposit(50_000, date(2010, 1, 21))

    page = treasurer.get(url("list"))

    found = page.context["overview"]
    rows = [
        (line.village.name, line.record.due, line.record.paid, line.held.cash, line.held.bank)
        for line in found.lines
    ]
    assert rows == [
        ("Alas", 300_000, 200_000, 150_000, 50_000),
        ("Bayan", 150_000, 150_000, 150_000, 0),
        ("Cemara", 0, 0, 0, 0),
    ]
    assert (found.regulated, found.open, found.total.due) == (1, 100_000, 450_000)
    assert "1 dari 3 desa mempunyai Perdes iuran. Tanpa aturan: Cemara." in page.text


def test_list_of_an_earlier_quarter_is_as_of_its_end(treasurer, setting):
    setting.pay(300_000, date(2009, 6, 30))
    setting.pay(100_000, date(2009, 7, 1), quarter=Quarter(2009, 1))

    line = treasurer.get(url("list"), {"triwulan": "2009-2"}).context["overview"].lines[0]

    assert (line.record.paid, line.held.cash) == (300_000, 300_000)


def test_list_without_rules_says_how_to_begin(client):
    user = factories.create_user(Role.SECRETARY)
    factories.create_village(user.office)
    client.force_login(user)

    page = client.get(url("list"))

    assert "Belum ada aturan iuran. Catat dahulu keputusan" in page.text


@pytest.mark.parametrize("villages", [1, 3])
def test_pages_ask_as_often_whatever_the_number_of_rows(
    treasurer, setting, villages, django_assert_num_queries
):
    for village in setting.villages[:villages]:
        if village == setting.cemara:
            setting.decide(village)
        setting.pay({village: 100_000}, date(2010, 1, 20))
        setting.deposit({village: 50_000}, date(2010, 1, 21))
    setting.bank("interest", 900, date(2010, 1, 31))

    treasurer.get(url("list"))  # the first visit notes the time in the session
    for name, args, queries in [
        ("list", (), 10), ("card", (setting.alas.pk,), 7), ("rule-list", (), 5),
        ("sheet", (), 9), ("payment-list", (), 5), ("bank-list", (), 5), ("deposit-add", (), 5),
    ]:  # fmt: skip
        with django_assert_num_queries(queries):
            treasurer.get(url(name, *args))


def test_sheet_is_recorded_once_and_leads_to_its_receipts(treasurer, setting):
    data = sheet(setting)

    for _ in range(2):
        answer = treasurer.post(url("sheet"), data, follow=True)

    assert told(answer) == ["Iuran 2 desa tercatat."]
    rows = LevyPayment.objects.order_by("pk").values_list("village__name", "amount", "received_on")
    assert list(rows) == [
        ("Alas", 300_000, date(2010, 2, 15)),
        ("Bayan", 150_000, date(2010, 2, 15)),
    ]
    assert answer.text.count('class="receipt"') == 2
    assert "Tiga ratus ribu rupiah" in answer.text


def test_sheet_with_a_mistake_keeps_what_was_typed_and_records_nothing(treasurer, setting):
    alas = f"village-{setting.alas.pk}"
    for fields, problem in [
        ({alas: "300.001"}, "Rp 300.001 lebih dari yang belum dibayar"),
        ({alas: "1,5"}, "Tulis rupiah bulat tanpa sen"),
        ({f"village-{setting.cemara.pk}": "7"}, "Desa Cemara belum punya aturan iuran"),
        ({"received_on": "2010-02-16"}, "belum tiba"),
        ({"quarter": "2010-9"}, "Formulir ini tidak utuh"),
    ]:
        page = treasurer.post(url("sheet"), sheet(setting) | fields)

        assert page.status_code == 422
        assert problem in page.text
        assert 'value="150.000"' in page.text
    assert not LevyPayment.objects.exists()


def test_sheet_of_an_earlier_day_knows_what_was_paid_since(treasurer, setting):
    setting.pay(100_000, date(2010, 2, 10))

    page = treasurer.get(url("sheet"), {"tanggal": "2010-02-01", "triwulan": "2010-1"})

    line, _ = page.context["rows"][0]
    assert (line.record.paid, line.record.open) == (100_000, 200_000)


def test_sheet_takes_more_than_is_due_when_told_so(treasurer, setting):
    data = sheet(setting) | {f"village-{setting.alas.pk}": "500.000", "may_exceed": "on"}

    treasurer.post(url("sheet"), data)

    assert LevyPayment.objects.get(village=setting.alas).amount == 500_000


def test_receipt_says_what_was_paid_and_that_it_was_taken_back(manager, setting):
    [paid] = setting.pay(300_000)

    page = manager.get(url("payment", paid.pk))
    answer = manager.post(
        url("undo", paid.entry_id),
        {"request_key": str(uuid4()), "happened_on": "2009-02-01", "reason": "Salah desa"},
        follow=True,
    )

    assert "Batalkan kwitansi" in page.text
    assert "DIBATALKAN" not in page.text
    assert told(answer) == [f"{paid.entry.label} dibatalkan dengan BKK-2009-000001."]
    assert "DIBATALKAN" in answer.text
    assert "Salah desa" in answer.text
    assert "Batalkan kwitansi" not in answer.text


def test_receipts_as_pdf_are_a_page_each(treasurer, setting, tmp_path):
    made = setting.pay({setting.alas: 300_000, setting.bayan: 120_000})

    one = treasurer.get(url("payment-paper", made[0].pk))
    both = treasurer.get(url("receipts-paper", made[0].submission.key))

    for answer, pages in ((one, 1), (both, 2)):
        path = tmp_path / "kwitansi.pdf"
        path.write_bytes(answer.content)
        texts = [page.extract_text() for page in PdfReader(path).pages]
        assert len(texts) == pages
        assert "BKM-2009-000001" in texts[0]
        assert "Tiga ratus ribu rupiah" in texts[0]


def test_deposit_is_filled_in_recorded_once_and_shown(treasurer, setting):
    setting.pay({setting.alas: 300_000, setting.bayan: 120_000}, date(2010, 2, 1))
    page = treasurer.get(url("deposit-add"))
    data = {"request_key": str(uuid4()), "deposited_on": "2010-02-15", "slip": "S-9",
            f"village-{setting.alas.pk}": "250.000"}  # fmt: skip

    for _ in range(2):
        answer = treasurer.post(url("deposit-add"), data, follow=True)

    assert 'value="300.000"' in page.text
    assert 'value="120.000"' in page.text
    made = LevyDeposit.objects.get()
    assert (made.amount, made.slip) == (250_000, "S-9")
    assert told(answer) == ["Setoran Rp 250.000 tercatat dengan BM-2010-000001."]
    assert "-250.000" in answer.text


def test_deposit_above_what_was_collected_is_refused_with_the_reason(treasurer, setting):
    setting.pay(100_000, date(2010, 2, 1))
    data = {"request_key": str(uuid4()), "deposited_on": "2010-02-15",
            f"village-{setting.alas.pk}": "100.001"}  # fmt: skip

    page = treasurer.post(url("deposit-add"), data)

    assert page.status_code == 422
    assert "belum disetor sejak 15 Februari 2010 hanya Rp 100.000" in page.text
    assert not LevyDeposit.objects.exists()


def test_interest_is_shared_and_can_be_taken_back(manager, setting):
    setting.pay(100_000)
    setting.deposit(100_000)
    data = {"request_key": str(uuid4()), "happened_on": "2010-01-31", "kind": "interest",
            "amount": "1.234"}  # fmt: skip

    for _ in range(2):
        answer = manager.post(url("bank-item-add"), data, follow=True)
    made = LevyBankItem.objects.get()
    undone = manager.post(
        url("undo", made.entry_id),
        {"request_key": str(uuid4()), "happened_on": "2010-02-15", "reason": "Salah catat"},
        follow=True,
    )

    assert told(answer) == ["Bunga Rp 1.234 dibagi kepada desa."]
    assert "1.234" in answer.text
    assert told(undone) == [f"{made.entry.label} dibatalkan dengan BKK-2010-000001."]
    assert manager.get(url("bank-list")).text.count("dibatalkan") == 1


def test_repair_is_paid_once_and_shown_on_the_piece(treasurer, setting):
    road = build(setting)
    setting.pay(100_000)
    setting.deposit(100_000)
    data = {"request_key": str(uuid4()), "infrastructure": road.pk, "kind": "routine",
            "repaired_on": "2010-02-01", "cost": "60.000", "note": "Tambal"}  # fmt: skip

    too_much = treasurer.post(url("spend-add", setting.alas.pk), data | {"cost": "100.001"})
    for _ in range(2):
        answer = treasurer.post(url("spend-add", setting.alas.pk), data, follow=True)
    piece = treasurer.get(reverse("maintenance:infrastructure-detail", args=[road.pk]))

    assert "saldo di bank sejak 1 Februari 2010 hanya Rp 100.000" in too_much.text
    assert told(answer) == ["Perbaikan Rp 60.000 dibayar dari iuran."]
    assert "Rutin: Tambal" in answer.text
    assert "60.000" in piece.text
    assert setting.held() == (0, 40_000)


def test_repair_of_another_villages_piece_is_not_offered(treasurer, setting):
    road = build(setting, setting.bayan)
    data = {"request_key": str(uuid4()), "infrastructure": road.pk, "kind": "routine",
            "repaired_on": "2010-02-01", "cost": "1"}  # fmt: skip

    page = treasurer.post(url("spend-add", setting.alas.pk), data)

    assert "infrastructure" in page.context["form"].errors


def test_terms_of_the_grade_are_shown_and_set_from_a_day_on(manager, setting):
    page = manager.get(reverse("maintenance:grade-rule-list"))
    assert "Kantor belum menetapkan caranya sendiri" in page.text
    data = {"since": "2010-02-01", "levy_weight": "70", "condition_weight": "30", "quarters": "8",
            "a_from": "90", "b_from": "75", "c_from": "60"}  # fmt: skip
    add = reverse("maintenance:grade-rule-add")

    wrong = manager.post(add, data | {"b_from": "95"})
    for _ in range(2):
        answer = manager.post(add, data, follow=True)

    assert "Batas harus menurun dari A ke C" in wrong.text
    assert GradeRule.objects.get().terms == GradeTerms(70, 30, 8, 90, 75, 60)
    assert "selama 8 triwulan terakhir" in answer.text


def rule(setting, **fields) -> dict:
    return {
        "request_key": str(uuid4()), "village": setting.cemara.pk, "basis": "perdes",
        "number": "3/2010", "decided_on": "2010-02-01", "since": "2010-03-01", "amount": "2.000",
        "per": "month", "payers": "80",
    } | fields  # fmt: skip


def test_rule_with_its_paper_is_recorded_once_and_read_back(client, setting):
    client.force_login(factories.create_user(Role.SECRETARY, setting.office))
    data = rule(setting)

    for _ in range(2):
        file = SimpleUploadedFile("perdes.pdf", PDF)
        answer = client.post(url("rule-add"), data | {"file": file}, follow=True)

    made = LevyRule.objects.get(village=setting.cemara)
    assert told(answer) == ["Aturan iuran Desa Cemara, Peraturan desa (Perdes) 3/2010, tercatat."]
    assert (made.quarterly, StoredFile.objects.count()) == (480_000, 1)
    answer = client.get(url("rule-file", made.pk))
    assert (answer.content, answer["Content-Type"]) == (PDF, "application/pdf")


def test_rule_that_cannot_be_is_refused_beside_its_field(manager, setting):
    for fields, field, problem in [
        ({"since": "2010-01-31"}, "since", "paling awal pada tanggal keputusannya"),
        ({"decided_on": "2010-02-16"}, "decided_on", "belum tiba"),
        ({"amount": "0"}, "amount", "lebih dari nol"),
        ({"payers": "0"}, "payers", "1"),
        ({"village": setting.alas.pk, "since": "2010-02-01"}, None, ""),
        ({"village": factories.create_village().pk}, "village", "bukan salah satu"),
    ]:
        page = manager.post(url("rule-add"), rule(setting) | fields)

        if field:
            assert problem in " ".join(page.context["form"].errors[field]), fields
    assert list(LevyRule.objects.filter(since__year=2010).values_list("village__name")) == [
        ("Alas",)
    ]


def test_rule_is_withdrawn_with_a_reason(manager, setting):
    found = LevyRule.objects.get(village=setting.alas)

    answer = manager.post(
        url("rule-withdraw", found.pk), {"since": "2010-03-01", "reason": "Dicabut desa"},
        follow=True,
    )  # fmt: skip

    assert told(answer) == ["Peraturan desa (Perdes) 01/2008 Desa Alas dicabut."]
    page = manager.get(url("rule-list"), {"desa": setting.alas.pk})
    assert "Dicabut desa" in page.text
    assert "Bayan</a>" not in page.text


def test_card_leads_from_each_line_to_what_made_it(treasurer, setting):
    [paid] = setting.pay(300_000)
    deposit = setting.deposit(300_000)
    setting.undo(setting.bank("interest", 500))

    page = treasurer.get(url("card", setting.alas.pk))

    lines = page.context["page"].object_list
    assert [(line.money_in, line.money_out, line.deposited, line.balance) for line in lines] == [
        (0, 500, 0, 300_000),
        (500, 0, 0, 300_500),
        (0, 0, 300_000, 300_000),
        (300_000, 0, 0, 300_000),
    ]
    for address in (url("payment", paid.pk), url("entry", deposit.entry_id)):
        assert f'href="{address}"' in page.text


def test_facilitator_sees_the_own_villages_and_records_their_rules_alone(client, setting):
    setting.pay({setting.alas: 1_000, setting.bayan: 2_000})
    user = factories.create_user(Role.FACILITATOR, setting.office)
    factories.assign(user, setting.alas)
    client.force_login(user)
    other = LevyPayment.objects.get(village=setting.bayan)

    assert [v.village.name for v in client.get(url("list")).context["overview"].lines] == ["Alas"]
    assert len(client.get(url("payment-list")).context["page"].object_list) == 1
    assert client.get(url("card", setting.alas.pk)).status_code == 200
    assert client.get(url("card", setting.bayan.pk)).status_code == 404
    assert client.get(url("payment", other.pk)).status_code == 404
    assert client.get(url("receipts", other.submission.key)).text.count('class="receipt"') == 1
    assert client.post(url("sheet"), sheet(setting)).status_code == 403
    client.post(url("rule-add"), rule(setting))
    assert not LevyRule.objects.filter(village=setting.cemara).exists()
    client.post(url("rule-add"), rule(setting, village=setting.alas.pk))
    assert LevyRule.objects.filter(village=setting.alas).count() == 2


def test_rows_of_another_office_are_not_found(client, setting):
    [paid] = setting.pay(300_000, SOON)
    deposit = setting.deposit(300_000)
    found = LevyRule.objects.get(village=setting.alas)
    client.force_login(factories.create_user(Role.MANAGER))

    for name, pk in [
        ("card", setting.alas.pk), ("payment", paid.pk), ("payment-paper", paid.pk),
        ("entry", deposit.entry_id), ("undo", deposit.entry_id), ("rule-withdraw", found.pk),
        ("rule-file", found.pk),
    ]:  # fmt: skip
        assert client.get(url(name, pk)).status_code == 404, name
    assert client.get(url("receipts", paid.submission.key)).status_code == 404


def test_entry_of_the_journal_leads_to_its_transaction(treasurer, setting):
    [paid] = setting.pay(300_000)

    page = treasurer.get(reverse("ledger:entry-detail", args=[paid.entry_id]))
    answer = treasurer.get(url("entry", paid.entry_id))

    assert f'href="{url("entry", paid.entry_id)}"' in page.text
    assert answer.url == url("payment", paid.pk)
