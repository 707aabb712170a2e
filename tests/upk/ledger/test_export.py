"""The journal read by another program: beancount adds up what we exported, and gets what we get."""

import io
import re
from collections import defaultdict
from datetime import date

import pytest
from beancount import loader
from beancount.core.data import Open, Transaction
from django.core.management import CommandError, call_command

from closing.services import close_through
from tests import factories
from tests.reports.books.ledger import CASH, create_ledger, post
from upk.ledger.export import UnknownJournal, account_names, export_journal
from upk.ledger.models import Account, Posting
from upk.ledger.services import reverse_entry


def balances(text: str) -> dict[str, int]:
    """Balance of each account as beancount sees it; it must find no fault with the text."""
    entries, errors, _ = loader.load_string(text)
    assert errors == []
    found: dict[str, int] = defaultdict(int)
    for entry in entries:
        if isinstance(entry, Transaction):
            for leg in entry.postings:
                assert leg.units.currency == "IDR"
                found[leg.account] += int(leg.units.number)
    return {name: amount for name, amount in found.items() if amount}


def exported(office, kind="beancount", **options) -> str:
    out = io.StringIO()
    call_command(
        "export_journal", office=office.code, format=kind, output="-", stdout=out, **options
    )
    return out.getvalue()


def own_balances(office, until=date(2100, 1, 1)) -> dict[str, int]:
    net = Posting.objects.of_office(office).until(until).net_by_account()
    names = account_names(office.accounts.filter(is_header=False))
    return {names[pk]: amount for pk, amount in net.items() if amount}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("until", "count"), [(date(2008, 12, 31), 3), (date(2009, 11, 30), 12), (None, 7)]
)
def test_beancount_gets_the_same_balances(until, count):
    by = create_ledger()
    close_through(by.office, through=date(2009, 12, 31), by=by)

    text = exported(by.office, until=until and until.isoformat())

    found = balances(text)
    assert found == own_balances(by.office, until or date(2100, 1, 1))
    assert len(found) == count


def test_beancount_gets_the_balances_of_the_example(example_db):
    office = Account.objects.filter(subledger="loans").first().office

    found = balances(exported(office))

    assert found == own_balances(office)
    assert len(found) > 10


@pytest.mark.django_db
def test_odd_names_and_memos_are_taken():
    by = factories.create_user()
    header = factories.account(by.office, CASH).parent
    chart = {"office": by.office, "kind": "asset", "parent": header}
    for code, name in (("1.1-99", "Kas"), ("1.1.99", "Kas"), ("kas/é", "“Kas” & Giro: ;|")):
        account = Account.objects.create(code=code, name=name, **chart)
        entry = post(by, code, "3.1.01.01", 1_000 + account.pk, date(2010, 1, 1))
    reverse_entry(entry, happened_on=date(2010, 1, 2), reason='Salah "ketik" \\ ; | {x}', by=by)

    assert balances(exported(by.office)) == own_balances(by.office)
    names = list(account_names(by.office.accounts.all()).values())
    assert len(set(names)) == len(names) == by.office.accounts.count()


@pytest.mark.django_db
def test_accounts_open_on_the_first_day_and_nothing_is_refused_in_an_empty_office():
    by = create_ledger()
    entries, errors, _ = loader.load_string(exported(by.office))
    assert errors == []
    opened = [entry for entry in entries if isinstance(entry, Open)]
    assert {entry.date for entry in opened} == {date(2008, 3, 1)}
    assert len(opened) == by.office.accounts.filter(is_header=False).count()

    assert balances(exported(factories.create_office())) == {}


@pytest.mark.django_db
def test_hledger_text_has_each_entry_with_legs_that_add_up_to_nothing():
    by = create_ledger()
    post(by, CASH, "3.1.01.01", 77, date(2010, 1, 3))
    text = exported(by.office, "hledger")

    blocks = text.split("\n\n")[1:]
    assert len(blocks) == by.office.entries.count()
    assert blocks[-1].splitlines() == [
        "2010-01-03 * (BKM-2010-000001) Catatan",
        "    Assets:1-1-01-01-Kas-Tunai  IDR 77",
        "    Equity:3-1-01-01-Modal-Masyarakat-Desa-Eks-PNPM  IDR -77",
    ]
    for block in blocks:
        assert sum(map(int, re.findall(r"IDR (-?\d+)$", block, re.MULTILINE))) == 0


@pytest.mark.django_db
def test_what_can_not_be_asked():
    office = factories.create_office()

    with pytest.raises(UnknownJournal):
        export_journal(office, "gnucash")
    with pytest.raises(CommandError, match="is no date"):
        exported(office, until="kemarin")
    with pytest.raises(CommandError, match="can't be written"):
        call_command("export_journal", office=office.code, output="/tidak/ada/jurnal")
