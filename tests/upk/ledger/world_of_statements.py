"""What the settings of the statements add to the world."""

from datetime import date

from reports.books.health_tables import DEFAULT, add_table, read_bands
from reports.books.note_texts import BY_KEY, change_note
from reports.books.rules import choose_layout
from reports.models import HealthBand, Layout
from upk.offices.models import Office, User

SINCE = date(2010, 1, 1)


def add_old_bands(office: Office, by: User) -> int:
    """Id of bands of a day whose books are closed later."""
    return _add_bands(office, date(2009, 9, 1), by)


def _add_bands(office: Office, since: date, by: User) -> int:
    lines = [(line.ratio, line.band) for line in read_bands(DEFAULT)]
    return add_table(office, lines, name="MAD", since=since, by=by).pk


def add_statement_settings(office: Office, by: User) -> dict[str, int]:
    """Ids by name: a layout, bands of the health rating, a wording of the notes."""
    table = _add_bands(office, SINCE, by)
    return {
        "layout": choose_layout(office, Layout.RESERVE, since=SINCE, by=by).pk,
        "health_table": table,
        "health_band": HealthBand.objects.filter(table=table).earliest("pk").pk,
        "note_text": change_note(office, BY_KEY["umum"], body="Teks", since=SINCE, by=by).pk,
    }
