"""What is typed into a long form stays in the browser until it is saved; then it is forgotten.

The page names the draft and the message of success names the same one; the script does the rest
(``tests/browser/test_js_draft.py``).
"""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from tests import factories
from tests.test_foreign_ids import GROUP, TERMS, at, product_body, rows_of_an_office
from upk.offices.models import User

pytestmark = pytest.mark.django_db

ON = {"on": "2010-02-15", "number": "BA/7", "decided_on": "2010-02-15", "simpan": "1"}
PIECE = {
    "registered_on": "2010-02-15", "kind": "road", "name": "Jalan", "built_year": "2009",
    "cost": "0", "size": "300", "unit": "m", "location": "Dukuh Lor",
}  # fmt: skip
FORMS = {
    "group": (at("groups:group-add"), lambda own: GROUP | {"village": own.village}),
    "group changed": (
        at("groups:group-edit", "group"),
        lambda own: GROUP | {"village": own.village},
    ),
    "product": (at("loans:product-add"), product_body),
    "terms": (
        at("loans:terms-add", "product"),
        lambda own: TERMS | {"since": "2010-02-15", "collectibility": own.classes},
    ),
    "write-off": (
        at("loans:loan-write-off", "loan"),
        lambda own: ON | {"request_key": str(uuid4())},
    ),
    "rescheduling": (
        at("loans:loan-reschedule", "loan"),
        lambda own: TERMS | ON | {"carried_interest": "0", "request_key": str(uuid4())},
    ),
    "piece registered": (
        at("maintenance:infrastructure-add"),
        lambda own: PIECE | {"village": own.village, "request_key": str(uuid4())},
    ),
    "text of the profile": (
        lambda own, x: reverse("profile:text-edit", args=["vision"]),
        lambda own: {"since": "2010-02-15", "text": "Maju", "request_key": str(uuid4())},
    ),
    "officer": (
        at("profile:officer-add"),
        lambda own: {
            "title": "Ketua", "name": "Rekaan", "since": "2010-02-15",
            "request_key": str(uuid4()),
        },
    ),
    "legal document": (
        at("profile:document-add"),
        lambda own: {
            "kind": "decree", "number": "1/2010", "dated_on": "2010-02-15",
            "request_key": str(uuid4()),
        },
    ),
    "levy rule": (
        at("maintenance:levy-rule-add"),
        lambda own: {
            "village": own.village, "basis": "perdes", "number": "1/2010", "per": "month",
            "decided_on": "2010-02-01", "since": "2010-02-15", "amount": "1000", "payers": "80",
            "request_key": str(uuid4()),
        },
    ),
    "rules of arrears work": (
        at("loans:collection-rules"),
        lambda own: {
            "since": "2010-02-15", "unit": "months", "first_after": "1", "second_after": "2",
            "third_after": "3", "days_between": "14", "reminder": "Mohon dibayar.",
        },
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
def test_a_long_form_is_kept_until_it_is_saved(client, name):
    own = rows_of_an_office()
    client.force_login(User.objects.get(pk=own.manager))
    address, body = FORMS[name]
    url = address(own, own)

    [kept] = re.findall(r'<form[^>]* data-draft="([^"]+)"', client.get(url).text)
    answer = client.post(url, body(own), follow=True)

    assert re.findall(r'data-draft-done="([^"]+)"', answer.text) == [f"draft:{kept}"]


def test_a_set_of_classes_is_kept_until_it_is_saved(client):
    client.force_login(factories.create_user())
    url = reverse("loans:class-set-add")

    assert f'data-draft="{url}"' in client.get(url).text
