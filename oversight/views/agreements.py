"""Pages of partners and agreements."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from oversight.forms import AgreementForm, AgreementStepForm, PaperForm, PartnerForm
from oversight.models import Agreement, AgreementFile, AgreementQuerySet, Partner
from oversight.models.partners import PartnerFields
from oversight.records import ShownAgreement, running_out, shown_agreements
from oversight.rules.agreements import IN_FORCE, State, Step, allowed
from oversight.services import (
    KEEPERS,
    add_partner,
    attach_agreement_file,
    change_partner,
    record_agreement,
    record_agreement_step,
)
from oversight.views.shared import back_to, hand_out
from upk.access import READERS, roles
from upk.asked import asked_text
from upk.forms import form_page, is_done, told_as_done
from upk.paging import page_of
from upk.periods import format_date, today

UP = ("agreement-list", "Kerja sama")
FILTERS = [
    ("", "Berlaku"), ("segera", "Segera berakhir"), ("belum", "Belum mulai"),
    ("habis", "Habis masa atau diakhiri"), ("batal", "Salah catat"), ("semua", "Semua"),
]  # fmt: skip
SHOWN = {
    "": IN_FORCE,
    "segera": frozenset({State.SOON}),
    "belum": frozenset({State.COMING}),
    "habis": frozenset({State.EXPIRED, State.ENDED}),
    "batal": frozenset({State.VOID}),
    "semua": frozenset(State) - {State.VOID},
}
SLUGS = {"akhiri": Step.ENDED, "salah-catat": Step.VOID, "batalkan": Step.RESUMED}
TITLES = {
    Step.ENDED: "Akhiri perjanjian {number}",
    Step.VOID: "Perjanjian {number} salah catat",
    Step.RESUMED: "Batalkan catatan terakhir {number}",
}
NOTES = {
    Step.ENDED: "Untuk perjanjian yang berhenti sebelum waktunya, mulai tanggal ini.",
    Step.VOID: "Perjanjian ini tidak dihitung lagi, tetapi tetap terlihat.",
    Step.RESUMED: "Perjanjian ini kembali seperti sebelum catatan terakhir.",
}


@roles(*READERS)
@require_safe
def agreement_list(request: HttpRequest) -> HttpResponse:
    """Agreements in force with those that run out soon above; others by the filter."""
    office, on = request.user.office, today(request.user.office)
    state = request.GET.get("keadaan", "")
    rows = _filtered(Agreement.objects.visible_to(request.user).as_of(on), request)
    wanted = SHOWN.get(state, IN_FORCE)
    found = [item for item in shown_agreements(rows, on) if item.state in wanted]
    context = {
        "page": page_of(request, found),
        "soon": running_out(office, on),
        "states": FILTERS,
        "kinds": PartnerFields.Kind.choices,
        "chosen": request.GET,
        "may_write": request.user.role in KEEPERS,
    }
    return render(request, "oversight/agreement_list.html", context)


def _filtered(rows: AgreementQuerySet, request: HttpRequest) -> AgreementQuerySet:
    if (kind := request.GET.get("jenis")) in PartnerFields.Kind.values:
        rows = rows.filter(partner__kind=kind)
    if text := asked_text(request):
        rows = rows.matching(text)
    return rows.order_by("until", "partner__name", "pk")


def _visible_agreement(request: HttpRequest, pk: int) -> Agreement:
    rows = Agreement.objects.visible_to(request.user).as_of(date.max)
    return get_object_or_404(rows.select_related("partner__office", "recorded_by"), pk=pk)


def _back(agreement: Agreement) -> tuple[str, str]:
    return back_to("agreement-detail", agreement.number, agreement.pk)


@roles(*READERS)
@require_safe
def agreement_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """An agreement with its papers and what became of it."""
    agreement = _visible_agreement(request, pk)
    on = today(agreement.partner.office)
    may_write = request.user.role in KEEPERS
    next_steps = allowed(agreement.last_step) if may_write else ()
    context = {
        "agreement": agreement,
        "item": ShownAgreement(agreement, agreement.state_on(on), None),
        "facts": _facts(agreement),
        "steps": agreement.steps.select_related("recorded_by"),
        "files": agreement.files.select_related("file"),
        "may_write": may_write,
        "next_steps": [(slug, step) for slug, step in SLUGS.items() if step in next_steps],
    }
    return render(request, "oversight/agreement_detail.html", context)


def _facts(agreement: Agreement) -> list[tuple[str, str]]:
    until = format_date(agreement.until) if agreement.until else "tanpa batas waktu"
    return [
        ("Tentang", agreement.subject),
        ("Berlaku mulai", format_date(agreement.since)),
        ("Sampai", until),
        ("Dicatat", f"{format_date(agreement.recorded_on)} oleh {agreement.recorded_by.name}"),
    ]


@roles(*KEEPERS)
@require_http_methods(["GET", "POST"])
def agreement_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Record an agreement with a partner."""
    partner = _visible_partner(request, pk)
    initial = {"on": today(partner.office)}
    form = AgreementForm(request.POST or None, request.FILES or None, initial=initial)
    if form.is_valid() and is_done(
        form, record_agreement, partner, **form.values(), by=request.user
    ):
        told_as_done(request, "Perjanjian tercatat.")
        return redirect("oversight:partner-detail", partner.pk)
    back = back_to("partner-detail", partner.name, partner.pk)
    return form_page(request, form, f"Perjanjian dengan {partner.name}", back, is_long=True)


@roles(*KEEPERS)
@require_http_methods(["GET", "POST"])
def agreement_step(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """End an agreement early, mark it as a mistake, or take the last such note back."""
    agreement = _visible_agreement(request, pk)
    if (kind := SLUGS.get(slug)) is None:
        raise Http404
    initial = {"on": today(agreement.partner.office)}
    form = AgreementStepForm(request.POST or None, initial=initial)
    if form.is_valid() and is_done(
        form, record_agreement_step, agreement, kind, **form.plain(), by=request.user
    ):
        told_as_done(request, "Tercatat.")
        return redirect("oversight:agreement-detail", agreement.pk)
    title = TITLES[kind].format(number=agreement.number)
    return form_page(request, form, title, _back(agreement), note=NOTES[kind], is_long=True)


@roles(*KEEPERS)
@require_http_methods(["GET", "POST"])
def agreement_file_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the paper of an agreement."""
    agreement = _visible_agreement(request, pk)
    form = PaperForm(request.POST or None, request.FILES or None)
    if form.is_valid() and is_done(
        form, attach_agreement_file, agreement, form.cleaned_data["file"], by=request.user
    ):
        messages.success(request, "Naskah tersimpan.")
        return redirect("oversight:agreement-detail", agreement.pk)
    return form_page(request, form, f"Naskah {agreement.number}", _back(agreement))


@roles(*READERS)
@require_safe
def agreement_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper of an agreement that the user may see."""
    rows = AgreementFile.objects.visible_to(request.user).select_related("file")
    found = get_object_or_404(rows, pk=pk)
    back = reverse("oversight:agreement-detail", args=[found.agreement_id])
    return hand_out(request, found.file, back)


@roles(*READERS)
@require_safe
def partner_list(request: HttpRequest) -> HttpResponse:
    """Everybody whom the office works with."""
    rows = Partner.objects.visible_to(request.user)
    if text := asked_text(request):
        rows = rows.filter(name__icontains=text) | rows.filter(place__icontains=text)
    context = {
        "page": page_of(request, rows.order_by("name")),
        "chosen": request.GET,
        "may_write": request.user.role in KEEPERS,
    }
    return render(request, "oversight/partner_list.html", context)


def _visible_partner(request: HttpRequest, pk: int) -> Partner:
    rows = Partner.objects.visible_to(request.user).select_related("office")
    return get_object_or_404(rows, pk=pk)


@roles(*READERS)
@require_safe
def partner_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A partner with the agreements, and what the register said before."""
    partner = _visible_partner(request, pk)
    on = today(partner.office)
    context = {
        "partner": partner,
        "facts": [
            ("Jenis", partner.get_kind_display()),
            ("Tempat", partner.place),
            ("Narahubung", partner.contact or "–"),
        ],
        "agreements": shown_agreements(partner.agreements.as_of(on).order_by("-since", "pk"), on),
        "versions": partner.versions.select_related("recorded_by") if partner.revision else (),
        "may_write": request.user.role in KEEPERS,
    }
    return render(request, "oversight/partner_detail.html", context)


@roles(*KEEPERS)
@require_http_methods(["GET", "POST"])
def partner_add(request: HttpRequest) -> HttpResponse:
    """Take a partner into the register."""
    form = PartnerForm(None, request.POST or None)
    if form.is_valid() and is_done(form, add_partner, **form.values(), by=request.user):
        told_as_done(request, "Mitra tercatat. Catat perjanjiannya.")
        return redirect("oversight:partner-list")
    return form_page(request, form, "Mitra baru", back_to("partner-list", "Mitra"), is_long=True)


@roles(*KEEPERS)
@require_http_methods(["GET", "POST"])
def partner_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what the register says; what it said stays in sight."""
    partner = _visible_partner(request, pk)
    form = PartnerForm(partner, request.POST or None)
    if form.is_valid() and is_done(form, change_partner, partner, **form.values(), by=request.user):
        told_as_done(request, "Data mitra diubah.")
        return redirect("oversight:partner-detail", partner.pk)
    back = back_to("partner-detail", partner.name, partner.pk)
    return form_page(request, form, f"Ubah {partner.name}", back, is_long=True)
