"""Two clicks at once on forms that no key protects: one row, and a sentence instead of an error."""

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.parallel import run_together
from tests.test_foreign_ids import GROUP, PERSON

pytestmark = pytest.mark.django_db(transaction=True)

FORMS = {
    "offices.User": ("offices:user-add", {"username": "baru", "name": "Baru", "role": "treasurer"}),
    "offices.Village": ("offices:village-add", {"code": "BAR", "name": "Baru", "payment_day": ""}),
    "offices.Person": ("offices:person-add", PERSON),
    "groups.Group": ("groups:group-add", GROUP),
    "ledger.Account": ("ledger:account-add", {"name": "Kas baru", "fund": "revolving"}),
}
NIK = {"nik": "9914015203700001"}


@pytest.mark.parametrize("label", [*FORMS, "offices.Person with NIK"])
def test_two_clicks_at_once_make_one_row(label):
    manager = factories.create_user()
    village = factories.create_village(manager.office)
    name, data = FORMS[label.partition(" ")[0]]
    header = factories.account(manager.office, "1.1.01.00")
    data = data | {"village": village.pk, "parent": header.pk} | (NIK if "NIK" in label else {})
    clients = [Client(raise_request_exception=False) for _ in range(3)]
    for client in clients:
        client.force_login(manager)
    model = apps.get_model(label.partition(" ")[0])
    before = model.objects.count()

    answers = run_together([lambda c=c: c.post(reverse(name), data) for c in clients])

    assert model.objects.count() == before + 1
    told = [a for a in answers if "invalid-feedback" in a.text or "alert-danger" in a.text]
    assert len(told) == 2
    assert {answer.status_code for answer in answers} <= {200, 302}
