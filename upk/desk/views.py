"""The start pages, one per role, and the list of what is due this week."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from reports.dashboard import build_dashboard
from upk.access import EVERYBODY, OFFICE, Role, roles
from upk.desk import home as start
from upk.desk.district.views import board as district
from upk.desk.keeping import status as backup_status
from upk.desk.villages.views import own_sheets


@roles(*EVERYBODY)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Where the fund stands today, as far as the user may see it."""
    user = request.user
    if user.role == Role.DISTRICT:
        return district.board(request)
    board = build_dashboard(user)
    sheets = own_sheets(user) if _is_facilitator(request) else []
    if not board.loans:
        context = {
            "steps": start.first_steps(user),
            "may_move_in": start.may_move_in(user),
            "is_facilitator": _is_facilitator(request),
            "sheets": sheets,
            "backup": backup_status.warning(user, timezone.now()),
            "code_advice": start.code_advice(user),
        }
        return render(request, "desk/home_empty.html", context)
    context = {
        "board": board,
        "figures": [
            *start.figures(board),
            *start.promise_figures(board, user),
            *start.finding_figures(user, board.as_of),
        ],
        "charts": start.charts(board),
        "due": board.due[: start.ROWS_SHOWN],
        "worst": board.worst[: start.ROWS_SHOWN],
        "is_facilitator": _is_facilitator(request),
        "returned": start.returned_reports(user),
        "sheets": sheets,
        "has_villages": bool(user.village_ids),
        "past_retention": start.past_retention(user, board.as_of),
        "backup": backup_status.warning(user, timezone.now()),
        "code_advice": start.code_advice(user),
        "uncounted": start.uncounted_cash(user, board.as_of),
    }
    return render(request, "desk/home.html", context)


@roles(*OFFICE)
@require_safe
def due_list(request: HttpRequest) -> HttpResponse:
    """Every instalment due within the week."""
    return render(request, "desk/due_list.html", {"board": build_dashboard(request.user)})


def _is_facilitator(request: HttpRequest) -> bool:
    return request.user.role == Role.FACILITATOR
