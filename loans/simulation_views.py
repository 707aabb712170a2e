"""The simulation: for groups that think of applying, and for anybody who asks; nothing is saved."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from loans.models import METHODS, Product, ProductTerms
from loans.schedule import InstalmentRow
from loans.setup import DEFAULT_TERMS
from loans.shares import even_shares
from loans.simulation import Outcome, simulate
from loans.simulation_forms import SimulationForm
from loans.terms_words import terms_sentence
from upk.access import public
from upk.periods import today

LABELS = dict(METHODS)


@public
@require_safe
def simulation(request: HttpRequest) -> HttpResponse:
    """Schedule and cost of a loan by the three methods, side by side.

    Without login: it shows nothing of any office but, to its own users, the usual terms.
    """
    office = request.user.office if request.user.is_authenticated else None
    on = today(office) if office else timezone.localdate()
    is_asked = "jumlah" in request.GET
    form = SimulationForm(request.GET if is_asked else None, initial=_usual(office, on))
    outcomes: list[Outcome] = []
    if form.is_valid():
        outcomes = simulate(form.terms(), even_shares(*form.split()) if form.split() else ())
        if all(outcome.problem for outcome in outcomes):
            form.refuse(outcomes[0].problem)
            outcomes = []
    wanted = form.cleaned_data.get("cara") if form.is_bound else ""
    shown = [outcome for outcome in outcomes if wanted in ("", None, outcome.method)]
    context = {
        "form": form,
        "outcomes": [_shown(outcome, form) for outcome in shown],
        "table": _table([outcome for outcome in shown if outcome.rows]),
        "count": form.cleaned_data.get("pemanfaat") if outcomes else None,
    }
    return render(request, "loans/simulation.html", context)


def _usual(office, on: date) -> dict:
    """What the form is filled with: the office's usual terms, or those of a new office."""
    terms = None
    if office:
        products = Product.objects.filter(office=office, is_active=True).values("pk")
        in_force = ProductTerms.objects.in_force(on).filter(product__in=products)
        terms = in_force.order_by("product__code", "-since").first()
    return SimulationForm.initial_of(terms.terms_values() if terms else DEFAULT_TERMS, on)


def _shown(outcome: Outcome, form: SimulationForm) -> dict:
    """An outcome with its words for the page."""
    has_members = bool(outcome.cells)
    return {
        "label": LABELS[outcome.method],
        "value": outcome if outcome.rows else None,
        "problem": terms_sentence(outcome.problem) if outcome.problem else "",
        "member": outcome.of_member(0) if has_members else None,
        "last": outcome.of_member(-1) if has_members else None,
        "too_small": bool(form.cleaned_data.get("pemanfaat")) and not has_members,
    }


def _table(outcomes: list[Outcome]) -> dict | None:
    """The schedules side by side: all methods have the same due dates."""
    if not outcomes:
        return None
    lines = [
        {"n": rows[0].n, "due_on": rows[0].due_on, "cells": [_cell(row) for row in rows]}
        for rows in zip(*(outcome.rows for outcome in outcomes), strict=True)
    ]
    return {"heads": [LABELS[o.method] for o in outcomes], "lines": lines, "totals": outcomes}


def _cell(row: InstalmentRow) -> tuple[int, int, int]:
    return row.principal, row.interest, row.principal + row.interest
