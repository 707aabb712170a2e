"""In the example office: a facilitator meets rows of the two assigned villages and of no other.

The names of villages and the codes of loans are read out of every answer: pages, fragments, prints
and files of every report. The district meets issued reports and nothing else.
"""

import io
import re
from datetime import date, timedelta
from uuid import uuid4

import openpyxl
import pytest
from django.http import HttpResponse
from django.urls import URLPattern, reverse
from pypdf import PdfReader

from goats.aid.handing import hand_over_aid
from goats.aid.paying import Payment, pay_aid
from goats.aid.planning import NewPlan, PlannedLine, decide_plan, make_plan
from goats.herd.photos import attach_photo
from goats.households.people import NewPerson
from goats.households.services import add_household_member
from goats.households.steps import attach_household_photo
from goats.models import AidHandover, AidPlan, Household
from goats.rules.aid import AidKind
from grants.models import Agreement, Contribution, Grant, GrantMove, GrantPaper, Phase, Progress
from groups.models import Assessment, Group
from loans.contacts import record_contact
from loans.models import Loan, Recovery, Repayment
from maintenance.models import LevyPayment, LevyRule
from maintenance.register.photos import attach_photos, ready_photo
from maintenance.register.services import end_infrastructure
from oversight.rules.findings import Step as FindingStep
from reports.registry import REPORTS
from tests.goats.herd.world import World
from tests.maintenance.register.village import Setting, inspect, photo_bytes, register, upload
from tests.maintenance.register.village import repair as repair_of
from tests.oversight.world import finding, step
from tests.test_access import all_views
from training.models import TrainingKind
from training.services.batches import Plan, plan_batch
from training.services.following import NewFollowUp, add_follow_up
from upk.access import Role
from upk.offices.models import Assignment, Person, User, Village
from upk.offices.services import assign_village
from upk.offices.uploads import ready_photo as ready_visit_photo
from upk.periods import add_months, today
from visits.models import Visit
from visits.services.photos import attach_photos as attach_visit_photos
from visits.services.recording import NewAgreement, NewVisit, record_visit

pytestmark = pytest.mark.usefixtures("example_db")


@pytest.fixture
def facilitator():
    return User.objects.get(username="fasilitator")


@pytest.fixture
def own(facilitator):
    return set(Village.objects.visible_to(facilitator).values_list("name", flat=True))


@pytest.fixture
def signed_in(client, facilitator):
    client.force_login(facilitator)
    return client


@pytest.fixture
def villages_in():
    """Names of the villages of which an answer tells anything, by name or by a loan's code."""
    office = User.objects.get(username="fasilitator").office
    words = {village.name: village.name for village in office.villages.all()}
    codes = office.groups.values_list("code", "village__name")
    words |= dict(codes)
    pattern = re.compile(r"(?<!\w)(" + "|".join(map(re.escape, words)) + r")(?!\w)")

    def found(response) -> set[str]:
        return {words[word] for word in pattern.findall(text_of(response))}

    return found


def text_of(response) -> str:
    """All that somebody can read in the answer, whatever kind of file it is."""
    content = b"".join(response) if response.streaming else response.content
    kind = response["Content-Type"]
    if kind.startswith("image/"):
        return ""  # a photo has nothing to read
    if "pdf" in kind:
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    if "spreadsheet" in kind:
        sheets = openpyxl.load_workbook(io.BytesIO(content)).worksheets
        rows = [row for sheet in sheets for row in sheet.iter_rows(values_only=True)]
        return "\n".join(str(cell) for row in rows for cell in row)
    return content.decode()


ONLY_SENT = {
    "offices:person-search", "offices:sessions-end", "signin:new-browser-seen",
    "signin:sessions-end-others",
}  # fmt: skip
"""Addresses of a button, with no page of their own."""


def views_of(role: Role) -> list[tuple[str, URLPattern]]:
    """Addresses that the role may open, but for those that only take or end something."""
    return [
        (name, pattern)
        for name, pattern in all_views().items()
        if role in pattern.callback.allowed_roles and name != "offices:logout"
    ]


def a_loan(villages) -> Loan:
    """A running loan that has been paid for, in one of the villages."""
    return Loan.objects.active().filter(
        group__village__name__in=villages, repayments__isnull=False
    )[0]


def rows_about(loan: Loan) -> dict[str, int]:
    """Ids of rows around a loan, by the word that stands in the addresses about them."""
    contact = record_contact(
        loan, kind="call", happened_on=loan.disbursed_on, note="Ditelepon", request_key=uuid4(),
        by=User.objects.get(username="fasilitator"),
    )  # fmt: skip
    return {
        "pinjaman": loan.pk,
        "kwitansi": Repayment.objects.filter(loan=loan)[0].pk,
        "penilaian": Assessment.objects.filter(group=loan.group)[0].pk,
        "kelompok": loan.group_id,
        "catatan": contact.pk,
        "orang": loan.shares.all()[0].person_id,
        "desa": loan.group.village_id,
    }


def pieces_about(village: Village) -> dict[str, int]:
    """Ids of rows around a piece of the village, by the beginning of their addresses' names."""
    by = User.objects.get(username="fasilitator")
    setting = Setting(village.office, village, by, by, by)
    on = village.office.books_closed_through + timedelta(days=1)
    piece, gone = register(setting, on=on), register(setting, on=on)
    look, repair = inspect(setting, piece, on), repair_of(setting, piece, on)
    [photo] = attach_photos(piece, [ready_photo(upload(), keeps_place=False)], by=by)
    ending = end_infrastructure(
        gone, kind="abandoned", ended_on=on, note="Hanyut", request_key=uuid4(), by=by
    )
    return {
        "maintenance:village": village.pk,
        "maintenance:photo-add": piece.pk,
        "maintenance:repair-add": piece.pk,
        "maintenance:inspection-add": piece.pk,
        "maintenance:infrastructure": piece.pk,
        "maintenance:inspection": look.pk,
        "maintenance:repair": repair.pk,
        "maintenance:photo": photo.pk,
        "maintenance:ending": ending.pk,
    }


def levies_about(village: Village) -> dict[str, int]:
    """The same for the village's levies: its Perdes with the scan, a payment under it."""
    return {
        "maintenance:levy-card": village.pk,
        "maintenance:levy-rule": LevyRule.objects.get(village=village, basis="perdes").pk,
        "maintenance:levy-payment": LevyPayment.objects.filter(village=village).latest("pk").pk,
    }


def grants_about(village: Village) -> dict[str, int]:
    """The same for the village's newest work that was paid by a grant, as the example has it."""
    own = {"grant__proposal__village": village}
    grant = Grant.objects.filter(proposal__village=village, proposal__sector="fisik").latest("pk")
    tranche = grant.agreements.get().tranches.get(number=1)
    return {
        "grants:proposal-": grant.proposal_id,
        "grants:plan-add": tranche.pk,
        "grants:use-add": tranche.pk,
        "grants:contribution-replace": Contribution.objects.filter(**own)[0].pk,
        "grants:paper-file": GrantPaper.objects.filter(**own, file__isnull=False)[0].pk,
        "grants:agreement-file": Agreement.objects.filter(**own, file__isnull=False)[0].pk,
        "grants:progress-file": Progress.objects.filter(**own, file__isnull=False)[0].pk,
        "grants:move-receipt": GrantMove.objects.filter(**own, kind="tahap")[0].pk,
        "grants:": grant.pk,
    }


def goats_about(village: Village) -> dict[str, int]:
    """The same for a household of the village and the goat that it keeps."""
    by = User.objects.get(username="manajer")
    on = village.office.books_closed_through + timedelta(days=1)
    world = World(by, [village], on)
    [mother] = world.buy(on=on, born_on=add_months(on, -24))
    placed = world.place(mother, world.households[0], on=on)
    world.birth(mother, on + timedelta(days=9))
    household = world.households[0]
    member = add_household_member(
        household, NewPerson("Anak Contoh", "L"), relation="child", since=on,
        request_key=uuid4(), by=by,
    )  # fmt: skip
    plan, handed = aid_for(household, on)
    return {
        "goats:aid-hand-reverse": handed.pk,
        "goats:aid-": plan.pk,
        "goats:household-member-end": member.pk,
        "goats:household-photo-add": household.pk,
        "goats:household-photo": attach_household_photo(household, upload(), by=by).pk,
        "goats:household-": household.pk,
        "goats:handover-paper": placed.pk,
        "goats:goat-event-reverse": placed.pk,
        "goats:goat-photo-add": mother.pk,
        "goats:goat-photo": attach_photo(mother, upload(), by=by).pk,
        "goats:": mother.pk,
    }


def visits_about(village: Village) -> dict[str, int]:
    """The same for a visit to a group of the village, with an agreement and a photo; and who is
    responsible for the village."""
    group = Group.objects.filter(village=village)[0]
    on = village.office.books_closed_through + timedelta(days=2)
    while Visit.objects.filter(group=group, visited_on=on).exists():
        on += timedelta(days=1)
    by = User.objects.get(username="manajer")
    agreed = NewAgreement("Melengkapi buku kas", "Bendahara kelompok", on)
    new = NewVisit(village, group, "other", on, "Pembukuan", by, 3, agreements=[agreed])
    made = record_visit(new, request_key=uuid4(), by=by)
    [photo] = attach_visit_photos(made, [ready_visit_photo(upload())], by=by)
    return {
        "visits:visit-add-group": group.pk,
        "visits:visit-add-village": village.pk,
        "visits:visit-photo-add": made.pk,
        "visits:visit-photo": photo.pk,
        "visits:visit-": made.pk,
        "visits:agreement-": made.agreements.get().pk,
        "offices:responsible-detail": Assignment.objects.on(on).get(village=village).user_id,
        "desk:village-": village.pk,
    }


def findings_about(village: Village) -> dict[str, int]:
    """The same for what the supervisor found about the village, with papers, and the answer."""
    by = User.objects.get(username="pengawas")
    on = village.office.books_closed_through + timedelta(days=1)
    paper = {"on": on, "upload": upload(photo_bytes())}
    found = finding(by, about=village, deadline=on, **paper)
    answerer = User.objects.get(username="bendahara")
    answer = step(found, FindingStep.ANSWERED, answerer, on=on, upload=upload(photo_bytes()))
    return {"oversight:step-file": answer.pk, "oversight:finding-": found.pk}


def aid_for(household: Household, on: date) -> tuple[AidPlan, AidHandover]:
    """Aid that was planned and paid for a household; its groceries were handed over."""
    office, year = household.village.office, on.year - 1
    users = {user.username: user for user in office.users.all()}
    manager, treasurer = users["manajer"], users["bendahara"]
    kinds = (AidKind.GROCERIES, AidKind.OTHER)
    lines = [PlannedLine(household, kind, 10_000) for kind in kinds]
    new = NewPlan(year, "Sembako", lines)
    plan = make_plan(office, new, made_on=on, request_key=uuid4(), by=treasurer)
    decide_plan(plan, is_approved=True, decided_on=on, request_key=uuid4(), by=manager)
    cash = office.accounts.free().own_money().get(code="1.1.01.01")
    for kind in kinds:
        pay_aid(plan, Payment(kind, 10_000, on, cash), request_key=uuid4(), by=treasurer)
    given = {plan.lines.get(kind=AidKind.GROCERIES).pk: 10_000}
    [handed] = hand_over_aid(plan, given, on=on, request_key=uuid4(), by=manager)
    return plan, handed


def training_about(village: Village) -> dict[str, int]:
    """The same for a training to which a group of the village alone comes."""
    by, on = User.objects.get(username="manajer"), today(village.office)
    kind = TrainingKind.objects.get(office=village.office, audience="groups")
    group = Group.objects.filter(village=village)[0]
    made = {"request_key": uuid4(), "by": by}
    batch = plan_batch(kind, Plan("Aula", on, on, 30), decided_on=on, groups=[group], **made)
    follow_up = add_follow_up(
        batch, NewFollowUp("Buku kas", "Ketua", group=group), on=on, request_key=uuid4(), by=by
    )
    return {"training:follow-up-end": follow_up.pk, "training:": batch.pk}


OF_NO_VILLAGE = (
    "loans:recovery-detail", "grants:phase-detail", "grants:proposal-add", "grants:village-paper",
)  # fmt: skip
"""Pages about rows that stand around no loan, or that all facilitators of the office see."""


def addresses_about(loan: Loan) -> list[str]:
    """Every page of one row that a facilitator may open, for the rows around the loan."""
    village = loan.group.village
    rows = rows_about(loan)
    pieces = pieces_about(village) | levies_about(village) | grants_about(village)
    pieces |= goats_about(village) | visits_about(village) | findings_about(village)
    pieces |= training_about(village)
    found = []
    for name, pattern in views_of(Role.FACILITATOR):
        if set(pattern.pattern.converters) != {"pk"} or name in OF_NO_VILLAGE:
            continue
        if key := next((start for start in pieces if name.startswith(start)), ""):
            found.append(reverse(name, args=[pieces[key]]))
        else:
            words = reverse(name, args=[0]).split("/")
            first = ("penilaian",) if name == "groups:assessment-detail" else ()
            order = (*first, "kwitansi", "catatan", "kelompok", *rows)
            key = next(word for word in order if word in words)
            found.append(reverse(name, args=[rows[key]]))
    return found


def is_shown(response: HttpResponse, addresses: list[str]) -> bool:
    """Whether a page is there, or leads back to another because there is nothing to do on it."""
    return response.status_code == 200 or response.get("Location") in addresses


def test_the_two_villages_have_rows_and_so_have_others(own):
    assert len(own) == 2
    assert a_loan(own)
    assert a_loan(Village.objects.exclude(name__in=own).values("name"))


def test_every_page_of_a_facilitator_is_about_the_own_villages(signed_in, own, villages_in):
    seen = set()
    lists = [n for n, p in views_of(Role.FACILITATOR) if not p.pattern.converters]
    addresses = [reverse(name) for name in lists if name not in ONLY_SENT]
    addresses += addresses_about(a_loan(own))
    addresses.append(f"{reverse('loans:day-sheet-print')}?minggu=on")
    addresses.append(f"{reverse('loans:loan-list')}?status=semua")
    phase = Phase.objects.get(year=2009).pk
    addresses += [
        reverse(f"grants:{name}", args=[phase]) for name in ("phase-detail", "proposal-add")
    ]

    for address in addresses:
        for headers in ({}, {"HTTP_HX_REQUEST": "true"}):
            response = signed_in.get(address, **headers)
            assert is_shown(response, addresses), address
            assert villages_in(response) <= own, address
            seen |= villages_in(response)

    assert seen == own


def test_every_report_of_a_facilitator_is_about_the_own_villages(signed_in, own, villages_in):
    reports = [name for name, d in REPORTS.items() if Role.FACILITATOR in d.roles]

    for name in reports:
        answers = [signed_in.get(reverse("reports:report", args=[name]))]
        for file_format in ("csv", "xlsx", "json", "html"):
            answers.append(signed_in.get(reverse("reports:download", args=[name, file_format])))
        for answer in answers:
            assert answer.status_code == 200, name
            assert villages_in(answer) <= own, (name, answer["Content-Type"])
        if name in ("lpp", "lpp-villages", "arrears"):
            assert [villages_in(answer) for answer in answers] == [own] * 5, name
    paper = signed_in.get(reverse("reports:download", args=["arrears", "pdf"]))
    assert villages_in(paper) == own
    for name in REPORTS.keys() - set(reports):
        assert signed_in.get(reverse("reports:report", args=[name])).status_code == 403, name
        download = reverse("reports:download", args=[name, "json"])
        assert signed_in.get(download).status_code == 403, name


def test_facilitator_finds_nothing_of_the_other_villages(signed_in, own, villages_in):
    other = Village.objects.exclude(name__in=own)[0]
    loan = a_loan([other.name])

    for address in addresses_about(loan):
        assert signed_in.get(address).status_code in (404, 405), address
    for name in ("loans:loan-list", "loans:day-sheet-print", "groups:group-list"):
        for query in (f"desa={other.pk}", f"cari={other.name}", f"cari={loan.code}"):
            answer = signed_in.get(f"{reverse(name)}?{query}")
            assert villages_in(answer) - own <= words_typed(query), (name, query)
    for file_format in ("json", "csv"):
        address = reverse("reports:download", args=["lpp", file_format])
        answer = signed_in.get(f"{address}?desa={other.pk}")
        assert answer.status_code == 404 or villages_in(answer) <= own


def words_typed(query: str) -> set[str]:
    """Village names that the page may repeat, since they were typed into its search field."""
    typed = query.partition("cari=")[2]
    named = Village.objects.filter(name=typed) | Village.objects.filter(
        groups__in=Group.objects.filter(loans__code=typed)
    )
    return set(named.values_list("name", flat=True))


def test_recoveries_of_the_own_villages_alone_are_found(signed_in, own):
    """A running loan has none, so these are asked for by themselves."""
    recoveries = Recovery.objects.values_list("pk", "write_off__loan__group__village__name")
    expected = {pk: 200 if village in own else 404 for pk, village in recoveries}

    found = {
        pk: signed_in.get(reverse("loans:recovery-detail", args=[pk])).status_code
        for pk in expected
    }

    assert found == expected
    assert expected


def test_village_lost_today_is_out_of_sight_today(signed_in, facilitator, own, villages_in):
    kept, lost = sorted(own)
    loan = a_loan([lost])
    before = [*addresses_about(loan), reverse("reports:download", args=["lpp", "csv"])]
    assert [a for a in before if not is_shown(signed_in.get(a), before)] == []
    successor = User.objects.filter(office=facilitator.office, role=Role.SECRETARY)[0]

    day = today(facilitator.office)
    assign_village(loan.group.village, successor, since=day, reason="Pindah", third_is_meant=True)

    own_history = reverse("offices:responsible-detail", args=[facilitator.pk])
    for address in addresses_about(loan):
        if address != own_history:  # which says until when the village was one's own
            assert signed_in.get(address).status_code in (404, 405), address
    for name in ("lpp", "arrears", "collectibility"):
        for file_format in ("csv", "json", "xlsx"):
            answer = signed_in.get(reverse("reports:download", args=[name, file_format]))
            assert villages_in(answer) == {kept}, (name, file_format)
    for name in ("desk:home", "loans:loan-list", "offices:person-list", "offices:village-list"):
        assert villages_in(signed_in.get(reverse(name))) <= {kept}, name
    ended = facilitator.assignments.get(village=loan.group.village)
    assert ended.until == day - timedelta(days=1)


def test_district_reads_issued_reports_and_nothing_else(client):
    district = User.objects.get(username="kabupaten")
    client.force_login(district)
    loan = Loan.objects.active()[0]
    rows = rows_about(loan) | {"buku": loan.disbursement_id, "produk": loan.product_id}
    group = Group.objects.get(pk=loan.group_id)
    person = Person.objects.get(pk=rows["orang"])

    opened = set()
    for name, pattern in all_views().items():
        if pattern.pattern.converters.keys() == {"pk"}:
            answers = [client.get(reverse(name, args=[pk])) for pk in rows.values()]
        elif not pattern.pattern.converters and name != "offices:logout":
            answers = [client.get(reverse(name))]
        else:
            continue
        for answer in answers:
            if answer.status_code == 200:
                opened.add(name)
                for word in (group.name, person.name, loan.code):
                    assert word not in text_of(answer), name

    assert opened == {
        "desk:check",  # for everybody, with a code
        "desk:district-bundles",
        "desk:district-changes",
        "desk:district-comparison",
        "desk:district-consolidated",
        "desk:district-office",
        "desk:district-quarters",
        "desk:district-reminders",
        "desk:district-report",
        "desk:district-rules",
        "desk:home",
        "loans:simulation",  # for everybody, and about nobody
        "offices:password-change",
        "reports:issued-changes",
        "reports:issued-detail",
        "signin:second-factor",
        "signin:session-list",
        "signin:set-up",
    }
