"""The page of the trail, and its files."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from upk.access import roles
from upk.desk.trail import export, wording
from upk.desk.trail.filters import asked, entries_for, subject_of
from upk.desk.trail.reading import shown
from upk.offices.models import User
from upk.paging import page_of
from upk.trail.events import Event
from upk.trail.models import READERS_OF_TRAIL
from upk.trail.services import record


@roles(*READERS_OF_TRAIL)
@require_safe
def trail_list(request: HttpRequest) -> HttpResponse:
    wanted = asked(request)
    page = page_of(request, entries_for(request.user, wanted))
    context = {
        "page": page,
        "rows": shown(page.object_list, request.user),
        "wanted": wanted,
        "subject": subject_of(request.user, wanted),
        "users": User.objects.visible_to(request.user),
        "kinds": wording.kind_choices(set()),
        "events": Event.choices,
        "formats": list(export.FORMATS),
        "most_rows": export.MOST_ROWS,
    }
    return render(request, "desk/trail/list.html", context)


@roles(*READERS_OF_TRAIL)
@require_POST
def trail_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The rows that the address asks for, as a file; taking it away is told, too."""
    if kind not in export.FORMATS:
        raise Http404
    write, content_type = export.FORMATS[kind]
    wanted, office = asked(request), request.user.office
    rows = entries_for(request.user, wanted)[: export.MOST_ROWS]
    content = write(shown(rows, request.user, masks=True), office)
    record(
        event=Event.TRAIL_EXPORT, user=request.user, office=office,
        details={"format": kind, "rows": len(rows)}, request=request,
    )  # fmt: skip
    name = f"{office.code}-jejak-{timezone.localdate():%Y-%m-%d}.{kind}".lower()
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
