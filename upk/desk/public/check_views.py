"""The public check page: is a printed report, or a file of one, what its office issued?

A wrong code and an unknown file show nothing, are counted by address and stand in the journal.
"""

from hashlib import sha256

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from reports import verification
from reports.models import IssuedFile, IssuedReport
from upk.access import public
from upk.desk.public.pages import NOTHING_KEPT, public_page
from upk.offices.throttle import client_address
from upk.profile.services.guesses import WINDOW, is_stopped, note_guess

MEGABYTES = 20
"""A file to be compared may be so large; an issued pack has one to three."""

LONGEST_TYPED = 40


@public
@csrf_exempt  # changes nothing and knows no user; a token would need a cookie
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Ask for a code, or for a file to compare."""
    if request.method == "POST":
        return _about_file(request)
    if "kode" in request.GET:
        return _about_code(request, request.GET["kode"])
    return _page(request, 200)


@public
@require_safe
def report_check(request: HttpRequest, code: str) -> HttpResponse:
    """What a report's QR code leads to."""
    return _about_code(request, code)


def _about_code(request: HttpRequest, typed: str) -> HttpResponse:
    address = client_address(request)
    if is_stopped(address):
        return _page(request, 429)
    typed = typed[:LONGEST_TYPED]
    if issued := verification.find(typed):
        return _page(request, 200, issued=issued, newest=_newest(issued))
    if not typed.strip():
        return _page(request, 200)
    note_guess(address)
    return _page(request, 404, typed=typed, wrong="code")


def _about_file(request: HttpRequest) -> HttpResponse:
    address = client_address(request)
    if is_stopped(address):
        return _page(request, 429)
    upload = request.FILES.get("berkas")
    if upload is None or not upload.size:
        return _page(request, 400, wrong="nothing")
    if upload.size > MEGABYTES * 1024 * 1024:
        return _page(request, 400, wrong="large")
    digest = _digest(upload)
    file = IssuedFile.objects.filter(sha256=digest).first()
    if file:
        reports = IssuedReport.objects.defer("value").with_outdated()
        issued = reports.select_related("office__district").get(pk=file.report_id)
        return _page(request, 200, issued=issued, newest=_newest(issued), file=file)
    note_guess(address)
    return _page(request, 404, wrong="file", digest=digest)


def _digest(upload: UploadedFile) -> str:
    running = sha256()
    for chunk in upload.chunks():
        running.update(chunk)
    return running.hexdigest()


def _newest(issued: IssuedReport) -> IssuedReport | None:
    """The newest revision of its quarter, if that is another one."""
    same = IssuedReport.objects.filter(office_id=issued.office_id).of_quarter(issued.period)
    newest = same.defer("value").order_by("-revision").first()
    return newest if newest and newest.pk != issued.pk else None


def _page(request: HttpRequest, status: int, **context) -> HttpResponse:
    context |= {
        "stopped": status == 429,
        "minutes": int(WINDOW.total_seconds() // 60),
        "megabytes": MEGABYTES,
        "code": verification.code(context["issued"]) if "issued" in context else "",
    }
    return public_page(request, "public/check.html", context, status=status, cache=NOTHING_KEPT)
