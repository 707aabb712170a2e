"""Pages of grants: the whole path by form, who may do what, double clicks, files, query counts."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from grants.models import Contribution, Grant, GrantMove, GrantPaper, Progress
from grants.running.standings import standing_of
from maintenance.models import Infrastructure
from tests import factories
from tests.grants.running import world as w
from upk.access import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_user(client):
    def enter(user):
        client.force_login(user)
        return client

    return enter


def send(client, name: str, pk: int, /, **data):
    """Post a form with a key of its own; gives the answer."""
    return client.post(reverse(f"grants:{name}", args=[pk]), {"request_key": uuid4(), **data})


def budget_form(grant: Grant, **changes) -> dict:
    return {
        "number": "01/SPPB", "signed_on": "2009-06-01", "upk_signer": "Ketua", "pjok_signer": "P",
        "baris-TOTAL_FORMS": 12, "baris-INITIAL_FORMS": 1,
        "baris-0-text": "Bahan", "baris-0-amount": "100.000.000",
        "baris-1-text": "Upah", "baris-1-amount": str(grant.amount - 100_000_000),
        "baris-1-contribution": "4.000.000",
    } | changes  # fmt: skip


def plan_form(client, tranche: int) -> dict:
    """The plan as the form offers it."""
    form = client.get(reverse("grants:plan-add", args=[tranche])).context["form"]
    return {name: form[name].initial or "" for name in form.names}


def test_whole_path_by_form(world, as_user, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    grant = world.physical
    w.receive(world)
    people = [factories.create_person(world.villages[0]).pk for _ in range(3)]
    secretary, manager, treasurer = world.secretary, world.manager, world.treasurer

    team = dict(zip(("chair", "secretary", "treasurer"), people, strict=True))
    team |= {"since": "2009-05-20", "bank": "BRI", "bank_account": "01"}
    assert send(as_user(secretary), "grant-team", grant.pk, **team).status_code == 302
    answer = send(as_user(secretary), "agreement-add", grant.pk, **budget_form(grant))
    assert answer.status_code == 302
    for number, day in ((1, "2009-06-08"), (2, "2009-07-08"), (3, "2009-08-08")):
        row = standing_of(grant, date(2010, 2, 15)).facts.tranches[number - 1]
        client = as_user(secretary)
        plan = plan_form(client, row.pk)
        assert send(client, "plan-add", row.pk, made_on=day, **plan).status_code == 302
        if number == 3:
            checked = {"percent": "80,5", "is_passed": "ya", "inspector": "P", "made_on": day}
            assert send(client, "check-add", grant.pk, **checked).status_code == 302
        paper = GrantPaper.objects.get(tranche=row.pk)
        client = as_user(manager)
        assert send(client, "plan-approve", paper.pk, approved_on=day).status_code == 302
        assert send(as_user(treasurer), "tranche-pay", row.pk, paid_on=day).status_code == 302
        client = as_user(secretary)
        use = {"made_on": day, "used": str(row.amount)}
        assert send(client, "use-add", row.pk, **use).status_code == 302
    progress = {"measured_on": "2009-09-01", "percent": "100"}
    assert send(client, "progress-add", grant.pk, **progress).status_code == 302
    given = {
        "given_on": "2009-09-01", "kind": "tenaga", "amount": "3.000.000", "quantity": "120,5",
        "unit": "HOK",
    }  # fmt: skip
    assert send(client, "contribution-add", grant.pk, **given).status_code == 302
    meeting = {"made_on": "2009-09-10", "attendance": "60", "is_passed": "ya"}
    assert send(client, "meeting-add", grant.pk, **meeting).status_code == 302
    built = {
        "made_on": "2009-09-20", "file": w.upload(), "name": "Rabat", "kind": "road",
        "size": "450,5", "unit": "m", "location": "Krajan", "built_year": "2009", "team": "TP3",
    }  # fmt: skip
    answer = send(client, "grant-finish", grant.pk, **built)

    assert answer.status_code == 302
    piece = Infrastructure.objects.get()
    assert (piece.cost, str(piece.size)) == (grant.amount + 3_000_000, "450.50")
    page = client.get(reverse("grants:grant-detail", args=[grant.pk])).text
    assert "ada di daftar prasarana" in page
    paper = GrantPaper.objects.get(kind="akhir")
    file = client.get(reverse("grants:paper-file", args=[paper.pk]))
    assert file.content == w.PDF
    assert "sandbox" in file["Content-Security-Policy"]


def test_page_says_what_the_next_tranche_lacks_and_who_acts(world, as_user):
    w.receive(world)
    [first, *_] = w.sign(world.physical, world.secretary)
    url = reverse("grants:grant-detail", args=[world.physical.pk])

    bare = as_user(world.secretary).get(url)
    w.plan(world, first, date(2009, 6, 8))
    planned = as_user(world.manager).get(url)
    waiting = as_user(world.treasurer).get(url)

    assert bare.context["missing"] == ["RPD tahap 1 belum ada."]
    assert [a.label for a in bare.context["actions"]] == ["Catat RPD tahap 1"]
    assert [a.label for a in planned.context["actions"]] == ["Setujui RPD tahap 1"]
    assert waiting.context["actions"] == []
    assert "Menunggu petugas lain: Setujui RPD tahap 1." in waiting.text


def test_refused_payment_keeps_the_form_and_says_every_reason(world, as_user):
    w.receive(world)
    _, second, _ = w.sign(world.physical, world.secretary)

    answer = send(as_user(world.treasurer), "tranche-pay", second.pk, paid_on="2009-06-10")

    assert answer.status_code == 200
    for reason in ("Tahap 1 belum dicairkan.", "LPD tahap 1 belum ada.", "RPD tahap 2 belum ada."):
        assert reason in answer.text
    assert not GrantMove.objects.filter(kind="tahap").exists()


def test_double_click_pays_once(world, as_user):
    w.receive(world)
    [first, *_] = w.sign(world.physical, world.secretary)
    w.planned(world, first, date(2009, 6, 8))
    client, key = as_user(world.treasurer), uuid4()

    answers = [
        send(client, "tranche-pay", first.pk, paid_on="2009-06-10", request_key=key)
        for _ in range(2)
    ]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert GrantMove.objects.filter(kind="tahap").count() == 1


def test_double_click_records_progress_and_contribution_once(world, as_user):
    client, grant = as_user(world.secretary), world.physical
    progress = {"measured_on": "2009-06-10", "percent": "10", "request_key": uuid4()}
    given = {"given_on": "2009-06-10", "kind": "uang", "amount": "1000", "request_key": uuid4()}

    for _ in range(2):
        assert send(client, "progress-add", grant.pk, **progress).status_code == 302
        assert send(client, "contribution-add", grant.pk, **given).status_code == 302

    assert (Progress.objects.count(), Contribution.objects.count()) == (1, 1)


def test_facilitator_sees_and_fills_the_villages_alone_and_never_pays(world, as_user):
    w.receive(world)
    [first, *_] = w.sign(world.physical, world.secretary)
    here, elsewhere = (factories.create_user(Role.FACILITATOR, world.office) for _ in range(2))
    factories.assign(here, world.villages[0])
    factories.assign(elsewhere, world.villages[1])
    client = as_user(here)
    plan = {"made_on": "2009-06-08", **plan_form(client, first.pk)}

    assert send(client, "plan-add", first.pk, **plan).status_code == 302
    assert send(client, "tranche-pay", first.pk, paid_on="2009-06-10").status_code == 403
    assert client.get(reverse("grants:fund-list")).status_code == 403
    assert client.get(reverse("grants:grant-list")).context["page"].paginator.count == 4
    page = client.get(reverse("grants:grant-detail", args=[world.physical.pk]))
    assert "SPC 412/07/2009" in page.text
    assert reverse("grants:decree-detail", args=[world.physical.decree_id]) not in page.text
    client = as_user(elsewhere)
    assert client.get(reverse("grants:grant-list")).context["page"].paginator.count == 0
    for name, pk in (
        ("grant-detail", world.physical.pk), ("plan-add", first.pk), ("use-add", first.pk),
        ("progress-add", world.physical.pk), ("check-print", world.physical.pk),
    ):  # fmt: skip
        assert client.get(reverse(f"grants:{name}", args=[pk])).status_code == 404


def test_another_office_finds_nothing(world, as_user):
    move = w.receive(world)
    [first, *_] = w.sign(world.physical, world.secretary)
    office = factories.create_office()
    stranger = as_user(factories.create_user(Role.TREASURER, office))
    pages = [
        ("grant-detail", world.physical.pk), ("tranche-pay", first.pk),
        ("money-receive", world.phase.pk), ("allotment-pay", world.phase.pk),
        ("decree-detail", world.physical.decree_id), ("capital-add", world.grants["ekonomi"].pk),
    ]  # fmt: skip

    found = {name: stranger.get(reverse(f"grants:{name}", args=[pk])).status_code
             for name, pk in pages}  # fmt: skip
    manager = as_user(factories.create_user(Role.MANAGER, office))

    assert set(found.values()) == {404}
    assert manager.get(reverse("grants:move-reverse", args=[move.pk])).status_code == 404


def test_money_of_the_phase_by_form(world, as_user):
    client = as_user(world.treasurer)
    phase = world.phase.pk
    received = {"received_on": "2009-06-05", "source": "apbd", "amount": "200.000.000"}
    upk = {"paid_on": "2009-06-06", "receiver": "upk", "amount": "20.000.000"}
    teams = {"paid_on": "2009-06-06", "receiver": world.villages[1].pk, "amount": "10.000.000"}
    bank = factories.account(world.office, "1.1.01.04")
    capital = {"booked_on": "2009-06-07", "bank": bank.pk}

    assert send(client, "money-receive", phase, **received).status_code == 302
    too_much = send(client, "money-receive", phase, **received)
    assert send(client, "allotment-pay", phase, **upk).status_code == 302
    assert send(client, "allotment-pay", phase, **teams).status_code == 302
    economic = world.grants["ekonomi"]
    assert send(client, "capital-add", economic.pk, **capital).status_code == 302

    assert "Sisa dana APBD/DDUB yang belum diterima hanya Rp 0." in too_much.text
    fund = client.get(reverse("grants:fund-list")).context["fund"]
    assert (fund.received, fund.operational, fund.capital, fund.held) == (
        200_000_000, 30_000_000, 75_000_000, 95_000_000,
    )  # fmt: skip
    assert "Selesai" in client.get(reverse("grants:grant-detail", args=[economic.pk])).text


def test_form_of_running_costs_begins_with_those_who_are_still_to_get_some(world, as_user):
    """The treasurer in a hurry doesn't find "sisa Rp 0" chosen."""
    w.receive(world)
    client, phase = as_user(world.treasurer), world.phase.pk
    upk = {"paid_on": "2009-06-06", "receiver": "upk", "amount": "20.000.000"}
    form = reverse("grants:allotment-pay", args=[phase])

    def offered() -> list[str]:
        return [label for _, label in client.get(form).context["form"].fields["receiver"].choices]

    assert offered()[0] == "Operasional UPK: sisa Rp 20.000.000"
    assert send(client, "allotment-pay", phase, **upk).status_code == 302
    assert offered()[-1] == "Operasional UPK: sisa Rp 0"
    assert not offered()[0].endswith("sisa Rp 0")


def test_figures_of_the_money_lead_to_what_they_sum(world, as_user):
    w.receive(world)

    page = as_user(world.treasurer).get(reverse("grants:fund-list")).text

    year = world.phase.year
    assert f'href="/laporan/unspent-tranches/?tahun={year}"' in page
    assert page.count('href="#mutasi"') == 5
    assert 'id="mutasi"' in page


def test_manager_takes_back_the_last_payment(world, as_user):
    w.receive(world)
    [first, *_] = w.sign(world.physical, world.secretary)
    w.planned(world, first, date(2009, 6, 8))
    move = w.pay(world, first, date(2009, 6, 10))
    client = as_user(world.manager)

    bare = send(client, "move-reverse", move.pk, happened_on="2009-06-11", reason=" ")
    done = send(client, "move-reverse", move.pk, happened_on="2009-06-11", reason="Salah rekening")

    assert bare.status_code == 200
    assert done.url == reverse("grants:grant-detail", args=[world.physical.pk])
    assert standing_of(world.physical, date(2009, 6, 30)).facts.paid == 0


def test_decree_by_form_makes_grants_of_the_ticked_proposals(as_user):
    world = w.create_world(decreed=False)
    client = as_user(world.secretary)
    ticked = [world.proposals["fisik"].pk, world.proposals["kesehatan"].pk]
    data = {"number": "412/1", "decided_on": "2009-05-20", "camat": "C", "proposals": ticked}

    assert "4 usulan BLM 2009" in client.get(reverse("grants:decree-list")).text
    assert send(client, "decree-add", world.phase.pk, **data).status_code == 302

    assert {g.proposal_id: g.amount for g in Grant.objects.all()} == {
        ticked[0]: 123_456_789, ticked[1]: 45_000_000,
    }  # fmt: skip


def test_list_filters_and_shows_what_is_missing(world, as_user):
    w.receive(world)
    w.sign(world.physical, world.secretary)
    client = as_user(world.secretary)
    url = reverse("grants:grant-list")

    def found(**chosen) -> set[str]:
        page = client.get(url, chosen).context["page"]
        return {row["grant"].proposal.sector for row in page}

    assert found() == set(w.ASKED)
    assert found(bidang="fisik") == {"fisik"}
    assert found(keadaan="sppb") == {"pendidikan", "kesehatan"}
    assert found(keadaan="modal") == {"ekonomi"}
    assert found(desa=world.villages[1].pk) == set()
    assert found(tahun=world.phase.pk, keadaan="cair") == {"fisik"}
    assert "RPD tahap 1 belum ada." in client.get(url).text


@pytest.mark.parametrize("count", [1, 4])
def test_list_asks_a_constant_number_of_queries(as_user, django_assert_num_queries, count):
    sectors = dict(list(w.ASKED.items())[:count])
    w.ASKED, everything = sectors, w.ASKED
    try:
        world = w.create_world()
    finally:
        w.ASKED = everything
    w.receive(world)
    w.pay_everything(world, world.physical)
    client = as_user(world.secretary)
    url = reverse("grants:grant-list")

    with django_assert_num_queries(13):
        assert client.get(url, {"keadaan": ""}).context["page"].paginator.count == count


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("pledge-print", "Kesanggupan Swadaya"),
        ("check-print", "Kesiapan Lapangan"),
    ],
)
def test_forms_of_the_programme_are_pdfs(world, as_user, name, words):
    w.sign(world.physical, world.secretary)

    answer = as_user(world.secretary).get(reverse(f"grants:{name}", args=[world.physical.pk]))

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")


def test_receipt_is_of_payments_alone(world, as_user):
    receipt = w.receive(world)
    [first, *_] = w.sign(world.physical, world.secretary)
    w.planned(world, first, date(2009, 6, 8))
    paid = w.pay(world, first, date(2009, 6, 10))
    client = as_user(world.treasurer)

    answer = client.get(reverse("grants:move-receipt", args=[paid.pk]))

    assert answer.content.startswith(b"%PDF-")
    assert client.get(reverse("grants:move-receipt", args=[receipt.pk])).status_code == 404
