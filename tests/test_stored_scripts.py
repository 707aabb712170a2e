"""Scripts typed into names, memos and reasons stay text: on pages, prints, PDFs and in sheets.

The pages are read as a browser reads them, and no tag of the typed text may be among the tags: the
Content-Security-Policy would stop the script too, but must not be the only guard.
"""

import io
from collections.abc import Iterator
from html.parser import HTMLParser

import openpyxl
import pytest
from django.apps import apps
from django.db import connection, models
from django.urls import reverse
from pypdf import PdfReader

from groups.models import Membership
from loans.models import MemberVerification
from loans.papers.registry import PAPERS
from reports.books.note_texts import NOTES
from reports.pack import build_pack
from reports.registry import REPORTS
from reports.render.pack import pack_html
from tests.databases import triggers_lifted
from tests.test_access import PUBLIC, all_views
from tests.upk.ledger.world import create_world
from upk.access import Role
from upk.ledger.models import Entry
from upk.offices.models import User
from upk.periods import Quarter
from upk.profile.models import ProfileText

SCRIPT = "'\"><img src onerror=alert()>"
"""Ends an attribute and a tag, and fits into the shortest field."""
FORMULA = "=1+1"
NOT_TYPED = {
    # checked by a pattern, or written by the program
    "code", "username", "password", "path", "value", "value_sha256", "sha256", "content_hash",
    "contents", "nik_digest", "kk_digest", "origin", "subledger", "rule", "issued_by_name",
    "timezone",
}  # fmt: skip
OWN_APPS = (
    "offices", "ledger", "cash", "assets", "budget", "goats", "grants", "groups", "loans",
    "maintenance", "training", "visits", "closing", "oversight", "reports", "profile", "district",
    "moving",
)  # fmt: skip


def typed_fields() -> Iterator[tuple[type[models.Model], list[str]]]:
    """Every text that somebody can type: model and columns."""
    for model in apps.get_models():
        if model._meta.app_label in OWN_APPS:
            names = [
                field.name
                for field in model._meta.concrete_fields
                if isinstance(field, models.CharField | models.TextField)
                and not field.choices
                and field.name not in NOT_TYPED
                and (field.max_length or len(SCRIPT)) >= len(SCRIPT)
            ]
            if names:
                yield model, names


@pytest.fixture
def world(db):
    """An office whose every text holds a script, with a formula before it in groups' names."""
    rows = create_world()
    connection.check_constraints()
    with triggers_lifted():
        for model, names in typed_fields():
            for pk in model.objects.values_list("pk", flat=True):  # some must differ by row
                values = dict.fromkeys(names, f"{SCRIPT}{pk}")
                limits = {name: model._meta.get_field(name).max_length for name in names}
                short = {name: value[: limits[name]] for name, value in values.items()}
                model.objects.filter(pk=pk).update(**short)
    return rows


class Tags(HTMLParser):
    """Tags of a page with their attributes, and how often the typed text stands in its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.handlers: list[str] = []
        self.shown = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.handlers += [f"{tag} {name}" for name, _ in attrs if name.startswith("on")]
        self.shown += sum(SCRIPT in (value or "") for _, value in attrs)

    def handle_data(self, data: str) -> None:
        self.shown += data.count(SCRIPT)


ROWS = {
    "desk:moving-": ("upload", "done_upload"),
    "profile:officer": ("officer",),
    "profile:document": ("legal_document",),
    "offices:user": ("by",),
    "signin:": ("by",),
    "offices:village": ("village",),
    "offices:person": ("person",),
    "ledger:entry-file": ("entry_file",),
    "ledger:entry": ("entry", "undoing", "repayment_entry"),
    "ledger:account": ("cash",),
    "groups:group": ("group",),
    "groups:member-add": ("group",),
    "groups:member-new": ("group",),
    "groups:assessment-add": ("graded",),
    "groups:assessment": ("assessment",),
    "groups:member": ("membership",),
    "loans:loan": ("loan", "waiting", "open_loan", "frozen_loan"),
    "loans:handover": ("loan",),
    "loans:waiting-choose": ("waiting",),
    "loans:relief-undo": ("write_off",),
    "loans:recovery-add": ("loan",),
    "loans:recovery": ("recovery",),
    "loans:entry-source": ("repayment_entry",),
    "loans:rules-add": ("product",),
    "loans:repayment-add": ("loan",),
    "loans:repayment-reverse": ("repayment",),
    "loans:receipt": ("repayment", "reversed_repayment", "undone_repayment"),
    "loans:product": ("product",),
    "loans:terms": ("product",),
    "loans:contact-add": ("loan",),
    "loans:papers-check": ("open_loan",),
    "loans:member-cards": ("loan",),
    "loans:rebate-reverse": ("rebate",),
    "loans:contact-correct": ("contact",),
    "loans:letter-withdraw": ("letter",),
    "loans:reminder": ("group",),
    "closing:provision-reverse": ("provision",),
    "closing:surplus-divide": ("closing_of_2009",),
    "closing:surplus": ("surplus",),
    "cash:book": ("cash",),
    "cash:count": ("cash_count", "second_cash_count"),
    "cash:statement-add": ("statement_bank",),
    "cash:statement": ("statement", "later_statement"),
    "cash:line": ("explained_line", "waiting_line", "matched_line"),
    "assets:acquisition": ("acquisition",),
    "assets:detail": ("asset",),
    "assets:condition": ("asset",),
    "assets:disposal-add": ("asset",),
    "assets:disposal": ("disposal",),
    "assets:depreciation": ("run",),
    "assets:class": ("asset_class",),
    "assets:life": ("asset_class",),
    "grants:phase": ("phase",),
    "grants:proposal-add": ("phase",),
    "grants:proposal-verify": ("asked_proposal",),
    "grants:proposal-score": ("verified_proposal",),
    "grants:proposal": ("approved_proposal", "scored_proposal", "verified_proposal"),
    "grants:village-paper": ("phase",),
    "grants:grant-finish": ("running_grant", "unreported_grant"),
    "grants:grant": ("running_grant", "capital_grant", "cancelled_grant", "done_grant"),
    "grants:agreement-add": ("bare_grant",),
    "grants:agreement": ("agreement",),
    "grants:contribution-replace": ("contribution",),
    "grants:progress-file": ("progress",),
    "grants:capital": ("capital_grant",),
    **dict.fromkeys(
        (
            "grants:check", "grants:meeting", "grants:progress", "grants:contribution",
            "grants:return", "grants:pledge",
        ),
        ("running_grant",),
    ),
    "grants:plan-approve": ("later_plan",),
    "grants:tranche-pay": ("second_tranche",),
    **dict.fromkeys(("grants:plan", "grants:use"), ("second_tranche",)),
    "grants:paper": ("final_paper",),
    "grants:decree-add": ("grants_phase",),
    "grants:decree": ("decree",),
    "grants:money": ("grants_phase",),
    "grants:allotment": ("grants_phase",),
    "grants:move": ("tranche_move", "allotment_move"),
    "visits:visit-add-group": ("group",),
    "visits:visit-add-village": ("village",),
    "visits:visit-photo-withdraw": ("visit_photo",),
    "visits:visit-photo-add": ("visit",),
    "visits:visit-photo": ("visit_photo",),
    "visits:visit": ("visit", "wrong_visit", "gone_visit"),
    "visits:agreement-close": ("open_agreement",),
    "visits:agreement-reopen": ("closed_agreement",),
    "offices:responsible": ("by",),
    "desk:village": ("village",),
    "desk:district-report": ("issued",),
    "desk:district-office": ("office",),
    "desk:district-bundle": ("bundle", "done_bundle"),
    "maintenance:infrastructure": ("piece", "gone_piece"),
    "maintenance:ending": ("ending",),
    "maintenance:village": ("village",),
    "maintenance:photo-add": ("piece",),
    "maintenance:photo": ("photo",),
    "maintenance:repair-add": ("piece",),
    "maintenance:repair": ("repair",),
    "maintenance:inspection-add": ("piece",),
    "maintenance:inspect": ("inspection",),
    "oversight:finding": ("finding", "answered_finding"),
    "oversight:step-file": ("finding_step",),
    "oversight:partner": ("partner",),
    "oversight:agreement-add": ("partner",),
    "oversight:agreement-file-add": ("partner_agreement",),
    "oversight:agreement-file": ("agreement_file",),
    "oversight:agreement": ("partner_agreement", "ended_agreement"),
    "reports:issued": ("issued",),
    "maintenance:levy-card": ("levy_village",),
    "maintenance:levy-spend-add": ("levy_village",),
    "maintenance:levy-rule": ("levy_rule",),
    "maintenance:levy-payment": ("levy_payment",),
    "maintenance:levy-entry": ("levy_entry",),
    "maintenance:levy-undo": ("levy_entry",),
    "training:kind": ("tr_kind",),
    "training:step-reverse": ("tr_over",),
    "training:participant-add": ("tr_open",),
    "training:participant": ("tr_waiting",),
    "training:certificate-withdraw": ("tr_certificate",),
    "training:follow-up-end": ("tr_open_follow",),
    **dict.fromkeys(
        ("training:invitation", "training:attendance-list", "training:certificates"),
        ("tr_batch",),
    ),
    "training:": ("tr_batch", "tr_open", "tr_closed", "tr_cancelled"),
    "goats:aid-move": ("aid_move",),
    "goats:aid-hand-reverse": ("aid_handover",),
    "goats:aid": ("aid_plan", "aid_waiting", "aid_refused"),
    "goats:household-member-end": ("household_member",),
    "goats:household-step-reverse": ("household_step",),
    "goats:household-photo-add": ("first_home",),
    "goats:household-photo": ("household_photo",),
    "goats:household": ("first_home", "second_home"),
    "goats:goat-event": ("mated",),
    "goats:goat-photo-add": ("mother",),
    "goats:goat-photo": ("goat_photo",),
    "goats:handover-paper": ("handed",),
    "goats:goat": ("mother", "kid", "goat_owed", "goat_unplaced"),
    "goats:handover": ("mother",),
    "goats:birth": ("mother",),
    "goats:weaning": ("mother",),
    "goats:replacement": ("goat_owed",),
}  # fmt: skip
"""Which rows the addresses are about, by the beginning of their names; the first that fits."""


def pages(world) -> Iterator[str]:
    """Every address that shows a page, with its rows."""
    rows = vars(world) | {"membership": Membership.objects.filter(group=world.group)[0].pk}
    for name, pattern in all_views().items():
        converters = pattern.pattern.converters.keys()
        if name in PUBLIC or "logout" in name or "sessions" in name:
            continue
        if not converters:
            yield reverse(name)
        elif converters == {"pk"}:
            keys = next(keys for start, keys in ROWS.items() if name.startswith(start))
            yield from (reverse(name, args=[rows[key]]) for key in keys)


def test_scripts_in_every_text_stay_text_on_every_page(client, world):
    manager = User.objects.get(pk=world.by)
    client.force_login(manager)
    key = Entry.objects.get(pk=world.repayment_entry).submission.key
    group = reverse("groups:group-detail", args=[world.group])
    form = MemberVerification.objects.get(pk=world.open_form)
    addresses = [
        *pages(world),
        f"{reverse('loans:day-sheet')}?desa={world.village}",
        f"{reverse('loans:day-sheet-print')}?desa={world.village}",
        f"{reverse('loans:loan-list')}?status=semua&cari={SCRIPT}",
        f"{reverse('ledger:journal')}?dari=2003-01-01&cari={SCRIPT}",
        reverse("loans:sheet-result", args=[key]),
        reverse("loans:loan-member", args=[form.loan_id, form.person_id]),
        *(reverse("loans:paper-text-edit", args=[paper]) for paper in PAPERS),
        reverse("loans:sheet-receipts", args=[key]),
        *(reverse("reports:note-edit", args=[note.key]) for note in NOTES),
        *(reverse("reports:report", args=[name]) for name in REPORTS),
        *(reverse("reports:download", args=[name, "html"]) for name in REPORTS),
        f"{reverse('loans:loan-add')}?kelompok={world.group}",
        *(reverse("profile:text-edit", args=[key]) for key in ProfileText.Key.values),
        reverse("desk:public-office", args=[manager.office.code]),
        *(
            reverse(f"grants:phase-{page}", args=[world.phase, "fisik"])
            for page in ("ranking", "decide")
        ),
    ]
    shown = {}

    for address in addresses:
        answer = client.get(address)
        if answer.status_code == 200 and "html" in answer["Content-Type"]:
            tags = Tags(answer.text)
            assert tags.handlers == [], address
            shown[address] = tags.shown

    assert len(shown) > 50
    assert [address for address, count in shown.items() if not count] == []  # the office's name
    assert shown[group] > 8


@pytest.mark.parametrize("role", [Role.DISTRICT, Role.FACILITATOR])
def test_scripts_stay_text_on_the_start_pages_of_others(client, world, role):
    office = User.objects.get(pk=world.by).office
    place = {"district": office.district} if role == Role.DISTRICT else {"office": office}
    user = User.objects.create_user("lain", "x", name=SCRIPT, role=role, **place)
    client.force_login(user)

    addresses = [reverse(name) for name in ("desk:home", "reports:quarter-list", "loans:loan-list")]
    addresses += [address for address in pages(world) if address.startswith("/kabupaten/")]
    for address in addresses:
        answer = client.get(address)
        is_page = "html" in answer["Content-Type"] and answer.status_code == 200
        assert not is_page or Tags(answer.text).handlers == [], address
    shown = client.get(reverse("desk:district-office", args=[office.pk])).status_code
    assert shown == (200 if role == Role.DISTRICT else 403)


def test_scripts_and_formulas_stay_text_in_files(client, world):
    client.force_login(User.objects.get(pk=world.by))
    with triggers_lifted():
        apps.get_model("groups", "Group").objects.filter(pk=world.group).update(name=FORMULA)

    for name in ("lpp", "active-loans"):
        book = client.get(reverse("reports:download", args=[name, "xlsx"]))
        cells = [
            cell
            for sheet in openpyxl.load_workbook(io.BytesIO(book.content)).worksheets
            for row in sheet.iter_rows()
            for cell in row
        ]
        assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
        assert any(FORMULA in str(cell.value) for cell in cells)
    paper = client.get(reverse("reports:download", args=["active-loans", "pdf"]))
    reader = PdfReader(io.BytesIO(paper.content))
    text = "".join(page.extract_text() for page in reader.pages)
    assert "onerror=alert()" in text.replace("\n", "")
    assert "/JavaScript" not in str(reader.trailer["/Root"])
    pack = build_pack(User.objects.get(pk=world.by).office, Quarter(2010, 1))
    tags = Tags(pack_html(pack))  # what the quarterly pack's PDF is made of
    assert tags.handlers == []
    assert tags.shown > 20
