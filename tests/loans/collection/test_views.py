"""Screens of arrears work: who sees what, filters, forms, and constant queries."""

import re
from datetime import date
from uuid import uuid4

import pytest
from django.core.files.storage import storages
from django.urls import reverse

from loans.models import ArrearsContact, ArrearsLetter, CollectionRules
from loans.reminders import DEFAULT_TEXT
from reports.dashboard import build_dashboard
from tests import factories
from tests.loans.collection.setting import NOW, create_setting, issue, late_loan, visit
from tests.loans.collection.test_letter_papers import pages_of
from upk.desk.home import promise_figures

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    return create_setting()


def address(name, *args, **query):
    return reverse(f"loans:{name}", args=args, query=query)


def as_user(client, user):
    client.force_login(user)
    return client


def listed(response) -> list[str]:
    """Codes of the loans of the list, in its order."""
    body = response.text.rpartition("<tbody>")[2]
    return re.findall(r'<span class="text-muted text-nowrap">([^<]+)</span>', body)


def codes(*loans) -> list[str]:
    return [loan.code for loan in loans]


def contact_data(**data):
    return {
        "kind": "visit", "happened_on": "2010-02-14", "met": "Ketua", "note": "Panen gagal",
        "promised_on": "2010-02-20", "promised_amount": "1.150.000",
        "request_key": str(uuid4()), **data,
    }  # fmt: skip


# The work list


def test_work_list_shows_late_loans_with_totals(client, made):
    old, new = late_loan(made, months=6), late_loan(made, village=made.other, months=1)

    response = as_user(client, made.manager).get(address("arrears-work"))

    assert listed(response) == codes(old, new)
    by_age = response.context["by_age"]
    assert [(t.label.label, t.loans, t.principal, t.interest) for t in by_age.lines] == [
        ("1–2 bulan", 1, 1_000_000, 150_000),
        ("5–6 bulan", 1, 6_000_000, 900_000),
    ]
    assert (by_age.sum.loans, by_age.sum.amount) == (2, 8_050_000)
    people = response.context["by_person"]
    assert [(t.label, t.loans, t.amount) for t in people.lines] == [
        ("Belum ada", 1, 1_150_000),
        (made.facilitator.name, 1, 6_900_000),
    ]


def test_facilitator_sees_the_own_villages_alone(client, made):
    own = late_loan(made)
    late_loan(made, village=made.other)

    response = as_user(client, made.facilitator).get(address("arrears-work"))

    assert listed(response) == codes(own)
    assert response.context["by_age"].sum.loans == 1
    assert made.other.name not in response.text


def test_filters_and_orders(client, made):
    old, new = late_loan(made, months=6), late_loan(made, village=made.other, months=1)
    visit(old, made.manager, promised_on=date(2010, 2, 10), promised_amount=5)
    visit(new, made.manager, promised_on=NOW, promised_amount=7)
    client = as_user(client, made.manager)

    def asked(**query):
        return listed(client.get(address("arrears-work", **query)))

    assert asked(usia="IV") == codes(old)
    assert asked(petugas=made.facilitator.pk) == codes(old)
    assert asked(petugas="tanpa") == codes(new)
    assert asked(desa=made.other.pk) == codes(new)
    assert asked(produk=made.product.pk) == codes(old, new)
    assert asked(produk=987_654) == []
    assert asked(janji="lewat") == codes(old)
    assert asked(janji="hari-ini") == codes(new)
    assert asked(janji="tanpa") == []
    assert asked(cari=new.group.name.upper()) == codes(new)
    assert asked(urut="jumlah") == codes(new, old)
    assert asked(urut="-jumlah") == codes(old, new)
    assert asked(urut="janji") == codes(old, new)
    assert asked(urut="bukan-kolom", usia="'") == []


@pytest.mark.parametrize("count", [1, 5])
def test_work_list_asks_a_constant_number_of_queries(
    client, made, count, django_assert_num_queries
):
    for _ in range(count):
        loan = late_loan(made)
        factories.pay(loan, 150_000, on=date(2010, 1, 20), by=made.treasurer)
        visit(loan, made.facilitator, promised_on=NOW, promised_amount=5)
        issue(made.office, (loan, 1), by=made.manager)
    client = as_user(client, made.facilitator)
    client.get(address("arrears-work"))

    # session, user, own villages; terms, sets, classes, loans, instalments, repayments, reliefs;
    # terms, sets, classes for the ages; assignments; last payments, contacts, letters, promises
    # with payments; villages, products
    with django_assert_num_queries(20):
        response = client.get(address("arrears-work"))

    assert len(listed(response)) == count


# Contacts


def test_contact_with_promise_is_recorded_and_shown_on_the_loan(client, made):
    loan = late_loan(made)
    client = as_user(client, made.facilitator)

    page = client.get(address("contact-add", loan.pk))
    response = client.post(address("contact-add", loan.pk), contact_data(), follow=True)

    assert f'data-draft="contact:{loan.pk}"' in page.text
    assert f'data-draft-done="draft:contact:{loan.pk}"' in response.text
    contact = ArrearsContact.objects.get()
    assert (contact.made_by, contact.promised_amount) == (made.facilitator, 1_150_000)
    assert "Panen gagal" in response.text
    assert '>Rp 1.150.000</span> <span class="text-nowrap">tgl. 20-02-2010</span>' in response.text
    assert "belum jatuh tempo" in response.text


def test_contact_posted_twice_is_one_row(client, made):
    loan, data = late_loan(made), contact_data()
    client = as_user(client, made.treasurer)

    answers = [client.post(address("contact-add", loan.pk), data) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert ArrearsContact.objects.count() == 1


def test_bad_contact_keeps_what_was_typed(client, made):
    loan = late_loan(made)
    data = contact_data(promised_on="", happened_on="2010-02-16")

    response = as_user(client, made.secretary).post(address("contact-add", loan.pk), data)

    assert response.status_code == 422
    assert "Tanggalnya belum tiba" in response.text
    assert "Isi tanggal dan jumlah janji, keduanya." in response.text
    assert "Panen gagal" in response.text
    assert 'value="1.150.000"' in response.text
    assert not ArrearsContact.objects.exists()


def test_contact_of_a_loan_that_is_not_paid_out_is_not_found(client, made):
    loan = factories.create_loan(factories.create_group(made.own), made.product, disbursed_on=None)

    assert as_user(client, made.manager).get(address("contact-add", loan.pk)).status_code == 404
    assert client.get(address("loan-detail", loan.pk)).status_code == 200


def test_contact_is_corrected_by_a_new_row(client, made):
    first = visit(late_loan(made), made.facilitator)
    client = as_user(client, made.facilitator)

    page = client.get(address("contact-correct", first.pk))
    response = client.post(
        address("contact-correct", first.pk), contact_data(note="Benar"), follow=True
    )

    assert "Panen" in page.text
    assert "Catatan dibatalkan" in page.text
    assert ArrearsContact.objects.standing().get().note == "Benar"
    assert "diganti" in response.text
    assert response.text.count("Perbaiki</a>") == 1


def test_other_villages_and_offices_are_not_found(client, made):
    elsewhere = create_setting()
    far = late_loan(made, village=made.other)
    loans = [far, late_loan(elsewhere)]
    contacts = [visit(far, made.manager), visit(loans[1], elsewhere.manager)]
    client = as_user(client, made.facilitator)

    for loan, contact in zip(loans, contacts, strict=True):
        assert client.get(address("contact-add", loan.pk)).status_code == 404
        assert client.post(address("contact-add", loan.pk), contact_data()).status_code == 404
        assert client.get(address("contact-correct", contact.pk)).status_code == 404
        assert client.get(address("reminder", loan.group_id)).status_code == 404


def test_supervisor_and_district_record_nothing(client, made):
    loan = late_loan(made)

    assert as_user(client, made.supervisor).get(address("arrears-work")).status_code == 200
    assert client.get(address("contact-add", loan.pk)).status_code == 403
    assert "contact" not in client.get(address("loan-detail", loan.pk)).text.partition("Riwayat")[0]
    assert client.post(address("letters-issue"), {}).status_code == 403
    assert client.get(address("collection-rules")).status_code == 403


# Letters


def batch_data(*loans, **data):
    ticks = {f"tingkat-{loan.pk}": level for loan, level in loans}
    return {
        "surat": [loan.pk for loan, _ in loans], "reason": "", "request_key": str(uuid4()),
        **ticks, **data,
    }  # fmt: skip


def test_due_letters_come_ticked_and_are_issued_as_one_batch(client, made):
    old, new = late_loan(made), late_loan(made, village=made.other, months=1)
    client = as_user(client, made.manager)

    page = client.get(address("letters-due"))
    response = client.post(address("letters-issue"), batch_data((old, 1), (new, 1)), follow=True)

    assert len(re.findall(r'type="checkbox"[^>]* checked', page.text)) == 2
    assert "2 pinjaman sudah waktunya" in page.text
    assert [letter.number for letter in ArrearsLetter.objects.order_by("number")] == [1, 2]
    assert "2 surat, tunggakan Rp 8.050.000" in response.text
    assert response.status_code == 200
    again = client.get(address("letters-due"))
    assert "0 pinjaman sudah waktunya" in again.text
    assert "checked" not in again.text


def test_batch_posted_twice_is_issued_once(client, made):
    data = batch_data((late_loan(made), 1))
    client = as_user(client, made.manager)

    answers = [client.post(address("letters-issue"), data) for _ in range(2)]

    assert answers[0].url == answers[1].url
    assert ArrearsLetter.objects.count() == 1


def test_refused_batch_keeps_ticks_levels_and_key(client, made):
    loan, other = late_loan(made), late_loan(made)
    data = batch_data((loan, 2))

    response = as_user(client, made.manager).post(address("letters-issue"), data)

    assert response.status_code == 422
    assert f"{loan}: surat peringatan 2 belum waktunya. Tulis alasannya." in response.text
    assert len(re.findall(r'type="checkbox"[^>]* checked', response.text)) == 1
    assert f'value="{loan.pk}" aria-label="Terbitkan untuk {loan.group.name}" checked' in (
        response.text
    )
    assert data["request_key"] in response.text
    assert other.code in response.text
    assert not ArrearsLetter.objects.exists()


@pytest.mark.parametrize("ticks", [{}, {"surat": ["x", "9" * 30]}, {"request_key": "x"}])
def test_odd_batches_are_refused_with_a_sentence(client, made, ticks):
    response = as_user(client, made.manager).post(
        address("letters-issue"), {"request_key": str(uuid4()), **ticks}
    )

    assert response.status_code == 422


def test_others_see_what_is_due_and_issue_nothing(client, made):
    late_loan(made)

    for user in (made.treasurer, made.supervisor, made.facilitator):
        page = as_user(client, user).get(address("letters-due"))
        assert "SP 1" in page.text
        assert 'type="checkbox"' not in page.text
        assert client.post(address("letters-issue"), {}).status_code == 403
        assert client.post(address("letters-draft"), {}).status_code == 403


def test_the_secretary_prints_what_is_ticked_and_issues_nothing(client, made):
    loan, other = late_loan(made), late_loan(made)
    client = as_user(client, made.secretary)

    page = client.get(address("letters-due"))
    response = client.post(address("letters-draft"), batch_data((loan, 2)))

    assert len(re.findall(r'type="checkbox"[^>]* checked', page.text)) == 2
    assert "Terbitkan yang dicentang" not in page.text
    assert response["Content-Type"] == "application/pdf"
    [text] = pages_of(response.content)
    assert "DRAF/SP2/" in text
    assert loan.code in text
    assert other.code not in text
    assert client.post(address("letters-issue"), batch_data((loan, 1))).status_code == 403
    assert not ArrearsLetter.objects.exists()


def test_a_draft_of_nothing_or_of_another_offices_loan_leads_back(client, made):
    late_loan(made)
    elsewhere = create_setting()
    client = as_user(client, made.secretary)

    for data in (batch_data(), batch_data((late_loan(elsewhere), 1))):
        response = client.post(address("letters-draft"), data)
        assert response.status_code == 422
        assert "Centang sedikitnya satu pinjaman" in response.text


def test_a_batch_shows_each_user_the_own_letters(client, made):
    own, other = late_loan(made), late_loan(made, village=made.other)
    key = uuid4()
    issue(made.office, (own, 1), (other, 1), by=made.manager, request_key=key)
    elsewhere = create_setting()

    everything = as_user(client, made.supervisor).get(address("letter-batch", key)).text
    part = as_user(client, made.facilitator).get(address("letter-batch", key)).text
    rows = client.get(address("letter-list")).text

    assert own.code in everything
    assert other.code in everything
    assert own.code in part
    assert other.code not in part
    assert other.code not in rows
    foreign = as_user(client, elsewhere.manager)
    assert foreign.get(address("letter-batch", key)).status_code == 404


@pytest.mark.parametrize("count", [1, 5])
def test_letters_are_listed_in_a_constant_number_of_queries(
    client, made, count, django_assert_num_queries
):
    for _ in range(count):
        issue(made.office, (late_loan(made), 1), by=made.manager)
    client = as_user(client, made.manager)
    client.get(address("letter-list"))

    with django_assert_num_queries(4):  # session, user; count, letters
        response = client.get(address("letter-list"))

    assert response.text.count("/SP1/2010</th>") == count


def test_rules_are_dated_and_refuse_unknown_placeholders(client, made):
    data = {
        "since": "2010-02-15", "unit": "days", "first_after": 15, "second_after": 30,
        "third_after": 60, "days_between": 7, "reminder": DEFAULT_TEXT,
    }  # fmt: skip
    client = as_user(client, made.manager)

    refused = client.post(address("collection-rules"), {**data, "reminder": "Halo {nik}"})
    done = client.post(address("collection-rules"), data, follow=True)

    assert "Tidak ada isian {nik}." in refused.text
    assert "Surat 1, 2, 3 keluar mulai 15, 30, 60 hari menunggak" in done.text
    assert CollectionRules.objects.get().made_by == made.manager


# The reminder


def chair_of(loan):
    return loan.group.memberships.get(position="chair").person


def test_reminder_opens_whatsapp_on_the_users_own_phone(client, made):
    loan = late_loan(made)
    person = chair_of(loan)
    person.phone = "0812-3456-7890"
    person.save()

    response = as_user(client, made.facilitator).get(address("reminder", loan.group_id))

    assert "Tunggakan pokok dan jasa seluruhnya Rp 6.900.000." in response.text
    assert "jatuh tempo 10 September 2009" in response.text
    pattern = r'<a [^>]*href="https://wa.me/6281234567890\?text=[^"]*"[^>]*>'
    [link] = re.findall(pattern, response.text)
    assert 'rel="noopener noreferrer"' in link
    assert "data-copy" in response.text
    assert "readonly" in response.text


def test_reminder_of_a_group_without_chair_addresses_the_officers(client, made):
    loan = late_loan(made)
    loan.group.memberships.filter(position="chair").update(until=date(2010, 1, 1))

    response = as_user(client, made.manager).get(address("reminder", loan.group_id))

    assert "Ibu/Bapak pengurus, ketua Kelompok" in response.text


def test_reminder_without_a_mobile_number_says_why(client, made):
    loan = late_loan(made)

    response = as_user(client, made.manager).get(address("reminder", loan.group_id))

    assert "Nomor telepon ketua dan kelompok belum dicatat." in response.text
    assert "wa.me" not in response.text


def test_reminder_uses_the_groups_number_and_the_offices_wording(client, made):
    loan = late_loan(made)
    loan.group.phone = "+62 813 1111 2222"
    loan.group.save()
    CollectionRules.objects.create(
        office=made.office, since=NOW, made_by=made.manager, reminder="{kelompok}: {jumlah} <b>"
    )

    response = as_user(client, made.manager).get(address("reminder", loan.group_id))

    assert f"{loan.group.name}: Rp 6.900.000 &lt;b&gt;" in response.text
    assert "https://wa.me/6281311112222?text=" in response.text


def test_group_that_is_not_late_needs_no_reminder(client, made):
    group = factories.create_group(made.own)

    response = as_user(client, made.manager).get(address("reminder", group.pk))

    assert "tidak menunggak" in response.text
    assert "wa.me" not in response.text


def test_copying_script_is_served():
    assert storages["staticfiles"].exists("js/copy.js")


# The start page


def figures_of(response) -> dict[str, str]:
    return {f.label: (f.value, f.note) for f in response.context["figures"]}


@pytest.mark.parametrize("role", ["manager", "treasurer", "facilitator"])
def test_start_page_tells_promises_of_today_and_overdue(client, made, role):
    today, over = late_loan(made), late_loan(made)
    far = late_loan(made, village=made.other)
    visit(today, made.manager, promised_on=NOW, promised_amount=500_000)
    factories.pay(today, 200_000, on=date(2010, 2, 12), by=made.treasurer)
    for loan in (over, far):
        visit(loan, made.manager, promised_on=date(2010, 2, 10), promised_amount=300_000)

    response = as_user(client, getattr(made, role)).get(reverse("desk:home"))

    figures = figures_of(response)
    assert figures["Janji bayar hari ini"] == ("Rp 300.000", "1 janji")
    both = ("Rp 300.000", "1 janji") if role == "facilitator" else ("Rp 600.000", "2 janji")
    assert figures["Janji bayar lewat"] == both
    assert address("arrears-work", janji="lewat") in response.text


def test_start_page_of_others_tells_no_promises(client, made):
    visit(late_loan(made), made.manager, promised_on=NOW, promised_amount=5)

    for user in (made.secretary, made.supervisor):
        figures = figures_of(as_user(client, user).get(reverse("desk:home")))
        assert "Janji bayar hari ini" not in figures


@pytest.mark.parametrize("count", [1, 5])
def test_promises_of_the_start_page_take_two_queries(made, count, django_assert_num_queries):

    for _ in range(count):
        visit(late_loan(made), made.manager, promised_on=NOW, promised_amount=5)
    board = build_dashboard(made.manager)

    with django_assert_num_queries(2):
        [figure] = promise_figures(board, made.manager)

    assert figure.note == f"{count} janji"
