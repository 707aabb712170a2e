"""The office's dated lists: staff read them, the manager adds a new one from a day on."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from upk.access import READERS, Role, roles
from upk.offices.checklist_forms import ChecklistForm
from upk.offices.checklists import SCORED, add_checklist, list_in_force
from upk.offices.models import Checklist
from upk.periods import format_date, today


@roles(*READERS)
@require_safe
def checklist_list(request: HttpRequest) -> HttpResponse:
    """Each kind of list with the one of today; earlier and later ones below it."""
    office = request.user.office
    on = today(office)
    lists = list(office.checklists.order_by("-since", "-id").prefetch_related("items"))
    kinds = []
    for kind, label in Checklist.Kind.choices:
        own = [one for one in lists if one.kind == kind]
        present = next((one for one in own if one.since <= on), None)
        kinds.append(
            {
                "kind": kind,
                "label": label,
                "is_scored": kind in SCORED,
                "present": present,
                "others": [one for one in own if one != present],
            }
        )
    return render(request, "offices/checklist_list.html", {"kinds": kinds, "today": on})


@roles(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def checklist_add(request: HttpRequest, kind: str) -> HttpResponse:
    """A new list, filled in with the present one; what was answered by that one stays."""
    if kind not in Checklist.Kind.values:
        raise Http404
    office = request.user.office
    on = today(office)
    present = list_in_force(office, kind, on)
    items = [(item.text, item.weight) for item in present.items.all()] if present else []
    form = ChecklistForm(request.POST or None, kind=kind, present=items, initial={"since": on})
    if form.is_valid():
        try:
            made = add_checklist(office, kind, since=form.cleaned_data["since"], items=form.items)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            told = f"Daftar baru berlaku mulai {format_date(made.since)}."
            messages.success(request, told, extra_tags=f"draft:checklist:{kind}")
            return redirect("offices:checklist-list")
    return render(
        request,
        "offices/checklist_form.html",
        {"form": form, "kind": kind, "label": Checklist.Kind(kind).label},
    )
