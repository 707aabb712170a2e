"""What the pages here share: saving a form, the way back, handing a file out."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from upk.offices.models import StoredFile
from upk.offices.stored_files import LostFile, file_response


def back_to(name: str, label: str, *args) -> tuple[str, str]:
    """Address and name of the page above, as ``form_page`` takes them."""
    return reverse(f"oversight:{name}", args=args), label


def is_done(form: Form, service, *args, **values) -> bool:
    """Call the service with what a valid form says; whether it did it, else the form says why."""
    try:
        service(*args, **values)
    except ValidationError as error:
        if not hasattr(error, "error_dict"):
            form.add_error(None, error)
            return False
        for name, found in error.error_dict.items():
            form.add_error(name if name in form.fields else None, found)
        return False
    return True


def hand_out(request: HttpRequest, stored: StoredFile, back: str) -> HttpResponse:
    """The file itself, or the page above with the reason why it can't be read."""
    try:
        return file_response(stored)
    except LostFile:
        text = f"{stored.name} hilang atau berubah di server. Beri tahu pengelola."
        messages.error(request, text)
        return redirect(back)
