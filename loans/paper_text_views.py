"""The wording of papers: the manager reads, changes, previews it, or goes back to ours."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from loans.paper_forms import TextForm
from loans.papers import numbers
from loans.papers.markup import LONGEST, to_line
from loans.papers.paper import Paper
from loans.papers.placeholders import EXAMPLES, GROUPS
from loans.papers.registry import PAPERS
from loans.papers.render import preview_html
from loans.papers.wording import (
    Wordings,
    back_to_default,
    change_text,
    history,
    own_text,
    text_faults,
)
from upk.access import Role, roles
from upk.htmx import render_page_or_fragment
from upk.periods import format_date, today


@roles(Role.MANAGER)
@require_safe
def paper_text_list(request: HttpRequest) -> HttpResponse:
    """Every paper with its title, and whether its wording is the office's own."""
    office = request.user.office
    on, wordings = today(office), Wordings(office)
    rows = [
        {"paper": p, "text": wordings.of(p, on), "is_own": wordings.has_own(p, on)}
        for p in PAPERS.values()
    ]
    return render(request, "loans/papers/text_list.html", {"rows": rows})


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def paper_text_edit(request: HttpRequest, key: str) -> HttpResponse:
    """One paper's wording. The preview works as a button, and while typing where HTMX runs."""
    paper = PAPERS.get(key)
    if paper is None:
        raise Http404
    office = request.user.office
    on, step = today(office), request.POST.get("langkah", "")
    now = Wordings(office).of(paper, on)
    initial = {
        "since": on, "title": now.title, "body": now.body, "number_format": now.number_format,
    }  # fmt: skip
    form = TextForm(request.POST or None, numbered=bool(paper.code), initial=initial)
    if request.method == "POST" and step == "simpan" and form.is_valid():
        try:
            since = form.cleaned_data["since"]
            change_text(office, paper, since=since, by=request.user, **form.text())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            text = f"Naskah {paper.title} berlaku mulai {format_date(since)}."
            messages.success(request, text, extra_tags=f"draft:paper-text:{key}")
            return redirect("loans:paper-text-edit", key)
    if request.method == "POST" and step == "bawaan":
        return _to_default(request, paper)
    typed = form.text() if form.is_bound else {"title": now.title, "body": now.body}
    context = {
        "paper": paper,
        "form": form,
        "preview": preview_html(typed["body"][:LONGEST], paper, EXAMPLES),
        "title_preview": to_line(typed["title"], EXAMPLES),
        "faults": _all_faults(paper, form.text()) if step == "pratinjau" else [],
        "groups": GROUPS,
        "number_names": numbers.NAMES.items() if paper.code else (),
        "is_own": now != own_text(paper),
        "history": history(office, paper),
    }
    template = "loans/papers/text_form.html"
    return render_page_or_fragment(request, template, "loans/papers/_preview.html", context)


def _all_faults(paper: Paper, text: dict[str, str]) -> list[str]:
    found = text_faults(paper, **text)
    return [sentence for sentences in found.values() for sentence in sentences]


def _to_default(request: HttpRequest, paper: Paper) -> HttpResponse:
    office = request.user.office
    try:
        back_to_default(office, paper, since=today(office), by=request.user)
    except ValidationError as error:
        for sentence in error.messages:
            messages.error(request, sentence)
    else:
        draft = f"draft:paper-text:{paper.key}"
        messages.success(request, f"{paper.title} kembali ke naskah bawaan.", extra_tags=draft)
    return redirect("loans:paper-text-edit", paper.key)
