"""Pages of findings: the list, one of them, writing one about a row, what follows, the minutes."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from oversight.forms import FindingForm, PeriodForm, StepForm
from oversight.models import Finding, FindingQuerySet, FindingStep
from oversight.papers import minutes_pdf
from oversight.records import row_named, search, shown
from oversight.records.about import TARGETS, About
from oversight.rules.findings import ALLOWED, State, Step
from oversight.services import ANSWERERS, record_finding_step, write_finding
from oversight.views.shared import back_to, hand_out
from upk.access import OFFICE, READERS, Role, roles
from upk.asked import asked_id, asked_text
from upk.forms import form_page, is_done, told_as_done
from upk.offices.models import Village
from upk.paging import page_of
from upk.pdf import pdf_or_back
from upk.periods import Quarter, format_date, today

UP = ("finding-list", "Temuan")
FILTERS = [
    ("", "Belum selesai"), ("menunggu", "Menunggu jawaban"), ("lewat", "Lewat batas"),
    ("dijawab", "Sudah dijawab"), ("selesai", "Selesai"), ("dicabut", "Dicabut"),
    ("semua", "Semua"),
]  # fmt: skip
SORTS = {"nomor": "found_on", "pokok": "subject", "batas": "deadline_then"}
SLUGS = {
    "kembalikan": Step.RETURNED, "batas": Step.EXTENDED, "selesai": Step.CLOSED,
    "cabut": Step.WITHDRAWN, "buka": Step.REOPENED,
}  # fmt: skip
"""Steps of the supervisor by their name in the address."""

TITLES = {
    Step.RETURNED: "Kembalikan jawaban {code}",
    Step.EXTENDED: "Ubah batas jawaban {code}",
    Step.CLOSED: "Nyatakan {code} selesai",
    Step.WITHDRAWN: "Cabut {code}",
    Step.REOPENED: "Buka kembali {code}",
}
NOTES = {
    Step.WITHDRAWN: "Untuk temuan yang keliru. Ia tetap terlihat, tetapi tidak dihitung.",
    Step.REOPENED: "Temuan ini menunggu jawaban lagi.",
}
BUTTONS = {
    Step.CLOSED: "Nyatakan selesai", Step.RETURNED: "Kembalikan", Step.EXTENDED: "Ubah batas",
    Step.REOPENED: "Buka kembali", Step.WITHDRAWN: "Cabut",
}  # fmt: skip


@roles(*OFFICE)
@require_safe
def finding_list(request: HttpRequest) -> HttpResponse:
    """Findings that aren't settled, the nearest deadline first; others by the filter."""
    on = today(request.user.office)
    rows = _filtered(Finding.objects.visible_to(request.user).as_of(on), request, on)
    page = page_of(request, rows)
    page.object_list = shown(page.object_list, on)
    context = {
        "page": page,
        "villages": Village.objects.visible_to(request.user),
        "states": FILTERS,
        "chosen": request.GET,
        "may_write": request.user.role == Role.SUPERVISOR,
    }
    return render(request, "oversight/finding_list.html", context)


def _filtered(rows: FindingQuerySet, request: HttpRequest, on: date) -> FindingQuerySet:
    """The list's filters and its order, from the address."""
    state = request.GET.get("keadaan")
    if state == "menunggu":
        rows = rows.in_states(State.OPEN)
    elif state == "lewat":
        rows = rows.overdue(on)
    elif state == "dijawab":
        rows = rows.in_states(State.ANSWERED)
    elif state == "selesai":
        rows = rows.in_states(State.CLOSED)
    elif state == "dicabut":
        rows = rows.in_states(State.WITHDRAWN)
    elif state != "semua":
        rows = rows.unsettled()
    if village := asked_id(request, "desa"):
        rows = rows.in_villages([village])
    if text := asked_text(request):
        rows = rows.matching(text)
    wanted = request.GET.get("urut", "")
    if field := SORTS.get(wanted.removeprefix("-")):
        return rows.order_by(f"-{field}" if wanted.startswith("-") else field, "pk")
    return rows.order_by("deadline_then", "pk")


def visible_finding(request: HttpRequest, pk: int) -> Finding:
    """The finding with all its steps, if the user may see it."""
    own = Finding.objects.visible_to(request.user).as_of(date.max).with_names()
    return get_object_or_404(own.select_related("recorded_by", "file"), pk=pk)


@roles(*OFFICE)
@require_safe
def finding_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A finding with what was done about it, and what may be done next."""
    finding = visible_finding(request, pk)
    allowed = ALLOWED[finding.state]
    [item] = shown(Finding.objects.as_of(date.max).filter(pk=pk), today(finding.office))
    is_supervisor = request.user.role == Role.SUPERVISOR
    context = {
        "finding": finding,
        "item": item,
        "facts": _facts(finding),
        "steps": finding.steps.select_related("recorded_by", "file"),
        "may_answer": request.user.role in ANSWERERS and Step.ANSWERED in allowed,
        "next_steps": [
            (slug, BUTTONS[step], step == Step.CLOSED, step == Step.WITHDRAWN)
            for slug, step in SLUGS.items()
            if is_supervisor and step in allowed
        ],
    }
    return render(request, "oversight/finding_detail.html", context)


def _facts(finding: Finding) -> list[tuple[str, str]]:
    deadline = format_date(finding.deadline_then)
    if finding.deadline_then != finding.deadline:
        deadline += f" (semula {format_date(finding.deadline)})"
    return [
        ("Tanggal", format_date(finding.found_on)),
        ("Tingkat", finding.get_severity_display()),
        ("Harus dijawab oleh", finding.get_addressee_display()),
        ("Batas jawaban", deadline),
        ("Dicatat oleh", finding.recorded_by.name),
    ]


@roles(Role.SUPERVISOR)
@require_http_methods(["GET", "POST"])
def finding_add(request: HttpRequest) -> HttpResponse:
    """Write a finding; the row that it is about is chosen on another page's link, or searched."""
    asked = request.GET.get("tentang", "")
    form = FindingForm(
        request.user, request.POST or None, request.FILES or None, initial={"about": asked}
    )
    if form.is_valid() and is_done(form, write_finding, **form.values(), by=request.user):
        told_as_done(request, "Temuan tercatat.")
        return redirect("oversight:finding-list")
    found = row_named(form["about"].value() or "", request.user)
    text = asked_text(request)
    context = {
        "form": form,
        "about": About(found[0], found[1].pk, found[0].told(found[1])) if found else None,
        "results": search(text, request.user, request.GET.get("jenis", "")),
        "targets": TARGETS,
        "chosen": request.GET,
        "searched": text,
    }
    return render(request, "oversight/finding_form.html", context)


@roles(*ANSWERERS)
@require_http_methods(["GET", "POST"])
def finding_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The office's answer, with a paper or photo; a second one adds to the first."""
    return _step(request, pk, Step.ANSWERED, "Jawab {code}")


@roles(Role.SUPERVISOR)
@require_http_methods(["GET", "POST"])
def finding_step(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """What the supervisor does about a finding."""
    if (kind := SLUGS.get(slug)) is None:
        raise Http404
    return _step(request, pk, kind, TITLES[kind])


def _step(request: HttpRequest, pk: int, kind: Step, title: str) -> HttpResponse:
    finding = visible_finding(request, pk)
    form = StepForm(kind, finding.office, request.POST or None, request.FILES or None)
    if form.is_valid() and is_done(
        form, record_finding_step, finding, kind, **form.plain(), by=request.user
    ):
        told_as_done(request, "Tercatat.")
        return redirect("oversight:finding-detail", finding.pk)
    back = back_to("finding-detail", f"{finding.code} {finding.subject}", finding.pk)
    note = NOTES.get(kind, "") or finding.text
    return form_page(
        request, form, title.format(code=finding.code), back, note=note,
        button=BUTTONS.get(kind, "Kirim jawaban"), is_long=True,
    )  # fmt: skip


@roles(*OFFICE)
@require_safe
def finding_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper that came with a finding."""
    rows = Finding.objects.visible_to(request.user).filter(file__isnull=False)
    found = get_object_or_404(rows.select_related("file"), pk=pk)
    return hand_out(request, found.file, reverse("oversight:finding-detail", args=[pk]))


@roles(*OFFICE)
@require_safe
def step_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper that came with an answer or another step."""
    rows = FindingStep.objects.visible_to(request.user).filter(file__isnull=False)
    found = get_object_or_404(rows.select_related("file"), pk=pk)
    back = reverse("oversight:finding-detail", args=[found.finding_id])
    return hand_out(request, found.file, back)


@roles(*READERS)
@require_safe
def finding_minutes(request: HttpRequest) -> HttpResponse:
    """The official report of the supervisor's examination, for signatures: asked for by days."""
    office = request.user.office
    quarter = Quarter.of(today(office))
    form = PeriodForm(
        request.GET if "sampai" in request.GET else None,
        initial={"dari": quarter.start, "sampai": today(office)},
    )
    if not form.is_valid():
        return render(request, "oversight/minutes_form.html", {"form": form})
    start, end = form.cleaned_data["dari"], form.cleaned_data["sampai"]
    name = f"berita-acara-pemeriksaan-{end}"
    back = "oversight:finding-minutes"
    return pdf_or_back(request, lambda: minutes_pdf(office, start, end), name, back)
