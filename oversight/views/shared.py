"""What the pages here share: saving a form, the way back, handing a file out."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from upk.offices.models import StoredFile
from upk.offices.stored_files import LostFile, file_response


def back_to(name: str, label: str, *args) -> tuple[str, str]:
    """Address and name of the page above, as ``form_page`` takes them."""
    return reverse(f"oversight:{name}", args=args), label


def hand_out(request: HttpRequest, stored: StoredFile, back: str) -> HttpResponse:
    """The file itself, or the page above with the reason why it can't be read."""
    try:
        return file_response(stored)
    except LostFile:
        text = f"{stored.name} hilang atau berubah di server. Beri tahu pengelola."
        messages.error(request, text)
        return redirect(back)
