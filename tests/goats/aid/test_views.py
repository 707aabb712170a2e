"""Pages of aid: who may, what they show, forms sent twice, and lists of other villages."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goats.models import AidDecision, AidHandover, AidMove, AidPlan, AidPlanEnd, Goat
from goats.rules.aid import AidKind
from tests import factories
from tests.goats.aid.world import HANDED, PAID, AidWorld
from upk.access import Role

pytestmark = pytest.mark.django_db
TODAY = date(2010, 2, 15)


@pytest.fixture
def world():
    return AidWorld()


@pytest.fixture
def as_manager(client, world):
    client.force_login(world.manager)
    return client


@pytest.fixture
def as_treasurer(client, world):
    client.force_login(world.treasurer)
    return client


def facilitator(world, village=1):
    user = factories.create_user(Role.FACILITATOR, world.office)
    factories.assign(user, world.villages[village])
    return user


def page(client, name: str, *args, **query) -> str:
    answer = client.get(reverse(f"goats:{name}", args=args), query)
    assert answer.status_code == 200
    return answer.text


def send(client, name: str, *args, **fields):
    fields = {"request_key": uuid4()} | fields
    return client.post(reverse(f"goats:{name}", args=args), fields)


def test_empty_list_says_how_to_begin(client):
    world = AidWorld(is_divided=False)
    client.force_login(world.manager)

    assert "catat pembagian surplus menurut MAD" in page(client, "aid-list")
    assert "catat dahulu pembagian surplus" in page(client, "aid-plan-add")


def test_list_and_year_show_the_sums(as_manager, world):
    plan = world.approved()
    move = world.pay(plan, 480_000)
    world.hand(plan, {0: 190_000})

    years = as_manager.get(reverse("goats:aid-list")).context["years"]
    text = page(as_manager, "aid-year", 2009)

    assert [(y.year, y.set_aside, y.bound, y.sums.used, y.sums.handed, y.left) for y in years] == [
        (2009, 10_000_000, 500_000, 480_000, 190_000, 9_520_000)
    ]
    for shown in ("Rp 10.000.000", "RTM-2009-01", move.entry.label, "Pembagian surplus 2008"):
        assert shown in text
    assert as_manager.get(reverse("goats:aid-year", args=[2001])).status_code == 404


def test_plan_is_written_with_the_amounts_that_were_filled_in(as_manager, world):
    text = page(as_manager, "aid-plan-add", jenis="school_fees", jumlah="150.000")
    assert text.count('value="150.000"') == 1 + 6
    fields = {"year": 2009, "made_on": "2010-02-01", "purpose": "Biaya sekolah"}
    for n, home in enumerate(world.homes):
        fields[f"kind-{home.pk}"] = "school_fees"
        fields[f"amount-{home.pk}"] = "150.000" if n < 2 else ""
    key = uuid4()

    first = send(as_manager, "aid-plan-add", **fields, request_key=key)
    again = send(as_manager, "aid-plan-add", **fields, request_key=key)

    assert (first.status_code, again.status_code) == (302, 302)
    plan = AidPlan.objects.get()
    assert (plan.total, plan.line_count, plan.recorded_by) == (300_000, 2, world.manager)
    assert set(plan.lines.values_list("kind", flat=True)) == {AidKind.SCHOOL_FEES}


def test_plan_above_the_budget_keeps_what_was_typed(as_manager, world):
    home = world.homes[0]
    fields = {"year": 2009, "made_on": "2010-02-01", "purpose": "Sembako"}
    for each in world.homes:
        fields |= {f"kind-{each.pk}": "groceries", f"amount-{each.pk}": ""}

    answer = send(as_manager, "aid-plan-add", **fields | {f"amount-{home.pk}": "11.000.000"})

    assert answer.status_code == 422
    assert "melebihi sisa anggaran RTM 2009" in answer.text
    assert 'value="11.000.000"' in answer.text
    assert not AidPlan.objects.exists()


def test_school_fees_are_never_abbreviated(as_manager, world):
    plan = world.plan({0: 100_000}, kind=AidKind.SCHOOL_FEES)

    assert "Bantuan biaya sekolah" in page(as_manager, "aid-plan", plan.pk)
    assert "SPP" not in page(as_manager, "aid-plan", plan.pk).partition("<main")[2]


def test_manager_decides_what_others_wrote(as_manager, world):
    own, other = world.plan(by=world.manager), world.plan()
    decide = {"is_approved": "1", "decided_on": "2010-02-01", "note": "BA/3"}

    assert reverse("goats:aid-plan-decide", args=[own.pk]) not in page(
        as_manager, "aid-plan", own.pk
    )
    assert reverse("goats:aid-plan-decide", args=[other.pk]) in page(
        as_manager, "aid-plan", other.pk
    )
    refused = send(as_manager, "aid-plan-decide", own.pk, **decide)
    assert "Anda sendiri yang menulis" in refused.text
    assert send(as_manager, "aid-plan-decide", other.pk, **decide).status_code == 302
    assert AidDecision.objects.get().plan == other


def test_treasurer_pays_from_the_plans_page(as_treasurer, world):
    plan = world.approved()
    key = uuid4()
    fields = {
        "kind": "groceries", "amount": "500.000", "on": "2009-03-10", "account": world.cash.pk,
        "request_key": key,
    }  # fmt: skip

    assert "Sembako Rp 500.000" in page(as_treasurer, "aid-pay", plan.pk)
    assert send(as_treasurer, "aid-pay", plan.pk, **fields).status_code == 302
    assert send(as_treasurer, "aid-pay", plan.pk, **fields).status_code == 302
    other = send(as_treasurer, "aid-pay", plan.pk, **fields | {"request_key": uuid4()})
    assert "tinggal Rp 0" in other.text
    assert AidMove.objects.get().amount == 500_000


def test_a_plan_offers_what_can_be_done_with_it_now(as_treasurer, world):
    written, paid = world.plan(), world.approved()
    goats = world.approved({0: 600_000}, kind=AidKind.GOATS)

    def offered(plan, name):
        shown = page(as_treasurer, "aid-plan", plan.pk)
        return reverse(f"goats:{name}", args=[plan.pk]) in shown

    assert not offered(written, "aid-receipts")  # nothing to sign before the decision
    assert offered(paid, "aid-receipts")
    assert (offered(paid, "aid-pay"), offered(goats, "aid-goats-buy")) == (True, True)
    assert "kambing yang belum ditempatkan" not in page(as_treasurer, "aid-plan", goats.pk)

    world.pay(paid, 500_000)
    world.buy(goats)

    assert (offered(paid, "aid-pay"), offered(goats, "aid-goats-buy")) == (False, False)
    assert "kambing yang belum ditempatkan" in page(as_treasurer, "aid-plan", goats.pk)


def test_trust_money_is_not_offered(as_treasurer, world):
    plan = world.approved()

    form = as_treasurer.get(reverse("goats:aid-pay", args=[plan.pk])).context["form"]

    offered = form.fields["account"].queryset
    assert world.cash in offered
    assert not offered.filter(fund__in=("levy", "grant")).exists()


def test_goats_are_bought_on_their_page(as_treasurer, world):
    plan = world.approved({0: 650_000, 1: 650_000}, kind=AidKind.GOATS)
    fields = {
        "on": "2009-03-10", "count": 2, "price": "600.000", "sex": "F", "breed": "Kacang",
        "account": world.cash.pk,
    }  # fmt: skip

    assert send(as_treasurer, "aid-goats-buy", plan.pk, **fields).status_code == 302

    assert Goat.objects.filter(funding="surplus", funding_year=2009).count() == 2
    assert AidMove.objects.get().amount == 1_200_000


def test_buying_page_of_goats_no_longer_names_the_surplus(as_manager):
    form = as_manager.get(reverse("goats:goat-buy")).context["form"]

    assert [value for value, _ in form.fields["funding"].choices] == ["donation", "other"]
    assert "funding_year" not in form.fields


def test_money_comes_back_and_a_payment_is_reversed(as_treasurer, world):
    plan = world.approved()
    paid = world.pay(plan, 500_000)
    back = {
        "kind": "groceries", "amount": "100.000", "on": "2009-03-20", "account": world.cash.pk,
    }  # fmt: skip
    undo = {"happened_on": "2009-03-21", "reason": "Salah kas"}

    assert send(as_treasurer, "aid-return", plan.pk, **back).status_code == 302
    answer = send(as_treasurer, "aid-move-reverse", paid.pk, **undo)

    assert "hanya Rp 400.000" in answer.text
    returned = AidMove.objects.get(sort="returned")
    assert send(as_treasurer, "aid-move-reverse", returned.pk, **undo).status_code == 302
    assert send(as_treasurer, "aid-move-reverse", paid.pk, **undo).status_code == 302
    assert AidMove.objects.used() == 0


def test_plan_ends_on_its_page(as_manager, world):
    plan = world.approved()

    answer = send(as_manager, "aid-plan-end", plan.pk, ended_on="2010-02-01", reason="Batal")

    assert answer.status_code == 302
    assert AidPlanEnd.objects.get().plan == plan
    assert "Diakhiri" in page(as_manager, "aid-plan", plan.pk)


def test_hand_over_sheet_ticks_who_came(as_manager, world):
    plan = world.approved()
    world.pay(plan, 500_000)
    lines = {n: world.line(plan, n) for n in (0, 1, 3)}
    fields = {"on": "2009-03-12", "request_key": uuid4()}
    fields |= {f"line-{lines[n].pk}": "on" for n in (0, 3)}

    for _ in range(2):
        assert send(as_manager, "aid-hand", plan.pk, **fields).status_code == 302

    assert set(AidHandover.objects.values_list("line", "amount")) == {
        (lines[0].pk, 200_000),
        (lines[3].pk, 100_000),
    }
    text = page(as_manager, "aid-hand", plan.pk)
    assert f'name="line-{lines[1].pk}"' in text
    assert f'name="line-{lines[0].pk}"' not in text
    assert "<td" in page(as_manager, "aid-handovers")


def test_cheaper_purchase_is_handed_over_at_its_own_value(as_manager, world):
    plan = world.approved()
    world.pay(plan, 285_000)
    line = world.line(plan, 0)

    fields = {"on": "2009-03-12", "each": "95.000", f"line-{line.pk}": "on"}
    assert send(as_manager, "aid-hand", plan.pk, **fields).status_code == 302
    assert AidHandover.objects.get().amount == 95_000


def test_nobody_ticked_is_said(as_manager, world):
    plan = world.approved()
    world.pay(plan, 500_000)

    answer = send(as_manager, "aid-hand", plan.pk, on="2009-03-12")

    assert answer.status_code == 422
    assert "Centang rumah tangga yang menerima" in answer.text


def test_hand_over_is_taken_back_on_its_page(as_manager, world):
    plan = world.approved()
    world.pay(plan, 500_000)
    [handed] = world.hand(plan, {0: 200_000})

    assert reverse("goats:aid-hand-reverse", args=[handed.pk]) in page(
        as_manager, "aid-plan", plan.pk
    )
    assert send(as_manager, "aid-hand-reverse", handed.pk, reason="Salah").status_code == 302
    assert not AidHandover.objects.standing().exists()


def test_receipt_list_is_a_paper_with_the_households(as_manager, world):
    plan = world.approved()
    world.pay(plan, 500_000)
    world.hand(plan, {0: 200_000})

    answer = as_manager.get(reverse("goats:aid-receipts", args=[plan.pk]))

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_plan_of_goats_has_no_receipt_list(as_manager, world):
    plan = world.approved({0: 650_000}, kind=AidKind.GOATS)

    answer = as_manager.get(reverse("goats:aid-receipts", args=[plan.pk]), follow=True)

    assert "kambing punya berita acara" in answer.text
    elsewhere = {"desa": world.villages[1].pk}
    other = as_manager.get(reverse("goats:aid-receipts", args=[plan.pk]), elsewhere, follow=True)
    assert "Tidak ada rumah tangga rencana ini di desa itu" in other.text


def test_households_page_shows_its_aid(as_manager, world):
    plan = world.approved()
    world.pay(plan, 500_000)
    world.hand(plan, {0: 190_000})

    text = page(as_manager, "household-detail", world.homes[0].pk)

    assert plan.code in text
    assert "190.000" in text
    assert "Sudah dibantu" in text
    helped = as_manager.get(reverse("goats:household-list"), {"keadaan": "dibantu"})
    assert [home.pk for home in helped.context["page"].object_list] == [world.homes[0].pk]


def test_facilitator_sees_and_hands_over_own_villages_only(client, world):
    plan = world.approved()
    world.pay(plan, 500_000)
    client.force_login(facilitator(world))

    assert "Bantuan yang belum diserahkan" in page(client, "aid-list")
    assert client.get(reverse("goats:aid-handovers")).context["plans"][0].waiting == 1
    shown = client.get(reverse("goats:aid-plan", args=[plan.pk])).context["lines"]
    assert [row.line.household for row in shown] == [world.homes[3]]
    text = page(client, "aid-plan", plan.pk)
    assert "Per jenis bantuan" not in text
    assert world.homes[0].head.name not in text
    assert client.get(reverse("goats:aid-year", args=[2009])).status_code == 403
    own, other = world.line(plan, 3), world.line(plan, 0)
    send(client, "aid-hand", plan.pk, **{"on": "2009-03-12", f"line-{other.pk}": "on"})
    assert not AidHandover.objects.exists()
    send(client, "aid-hand", plan.pk, **{"on": "2009-03-12", f"line-{own.pk}": "on"})
    assert AidHandover.objects.get().line == own


def test_facilitator_of_another_village_does_not_see_the_plan(client, world):
    plan = world.approved({0: 100_000})
    world.pay(plan, 100_000)
    [handed] = world.hand(plan, {0: 100_000})
    client.force_login(facilitator(world))

    for name, pk in (
        ("aid-plan", plan.pk), ("aid-hand", plan.pk), ("aid-receipts", plan.pk),
        ("aid-hand-reverse", handed.pk),
    ):  # fmt: skip
        assert client.get(reverse(f"goats:{name}", args=[pk])).status_code == 404


@pytest.mark.parametrize(
    ("name", "role", "status"),
    [
        ("aid-plan-add", Role.SUPERVISOR, 403),
        ("aid-plan-decide", Role.TREASURER, 403),
        ("aid-pay", Role.MANAGER, 403),
        ("aid-goats-buy", Role.SECRETARY, 403),
        ("aid-return", Role.FACILITATOR, 403),
        ("aid-plan-end", Role.FACILITATOR, 403),
        ("aid-hand", Role.SUPERVISOR, 403),
        ("aid-plan", Role.DISTRICT, 403),
    ],
)
def test_wrong_role_is_refused(client, world, name, role, status):
    plan = world.approved()
    client.force_login(factories.create_user(role, world.office))
    args = [] if name == "aid-plan-add" else [plan.pk]

    assert client.get(reverse(f"goats:{name}", args=args)).status_code == status


def test_other_offices_rows_are_not_found(client, world):
    plan = world.approved()
    paid = world.pay(plan, 500_000)
    [handed] = world.hand(plan, {0: 200_000})
    for role, names in (
        (Role.MANAGER, ("aid-plan", "aid-plan-decide", "aid-plan-end", "aid-hand")),
        (Role.TREASURER, ("aid-pay", "aid-goats-buy", "aid-return", "aid-receipts")),
    ):
        client.force_login(factories.create_user(role))
        for name in names:
            assert client.get(reverse(f"goats:{name}", args=[plan.pk])).status_code == 404
        assert client.get(reverse("goats:aid-move-reverse", args=[paid.pk])).status_code == 404
        assert client.get(reverse("goats:aid-hand-reverse", args=[handed.pk])).status_code == 404


def count_queries(client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_number_of_queries_does_not_grow_with_plans_and_lines(as_manager, world):
    def counts(plan):
        return [
            count_queries(as_manager, address)
            for address in (
                reverse("goats:aid-list"),
                reverse("goats:aid-year", args=[2009]),
                reverse("goats:aid-plan", args=[plan.pk]),
                reverse("goats:aid-hand", args=[plan.pk]),
                reverse("goats:aid-handovers"),
                reverse("goats:aid-plan-add"),
                reverse("goats:household-detail", args=[world.homes[0].pk]),
            )
        ]

    first = world.approved({0: 100_000})
    world.pay(first, 100_000, PAID)
    world.hand(first, {0: 50_000}, HANDED)
    counts(first)  # the first page of a session asks for the menu too
    few = counts(first)
    second = world.approved(dict.fromkeys(range(6), 100_000))
    world.pay(second, 600_000, PAID)
    world.hand(second, {0: 100_000, 4: 100_000}, HANDED)
    world.approved({0: 650_000}, kind=AidKind.GOATS)

    assert counts(second) == few
