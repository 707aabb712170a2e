"""What the settings of the statements add to the world."""

from datetime import date

from reports.books.health_tables import DEFAULT, add_table, read_bands
from reports.books.note_texts import BY_KEY, change_note
from reports.books.rules import choose_layout
from reports.models import Layout
from upk.offices.models import Office, User

SINCE = date(2010, 1, 1)


def add_statement_settings(office: Office, by: User) -> dict[str, int]:
    """Ids by name: a layout, bands of the health rating, a wording of the notes."""
    lines = [(line.ratio, line.band) for line in read_bands(DEFAULT)]
    table = add_table(office, lines, name="MAD 2010", since=SINCE, by=by)
    return {
        "layout": choose_layout(office, Layout.RESERVE, since=SINCE, by=by).pk,
        "health_table": table.pk,
        "health_band": table.bands.first().pk,
        "note_text": change_note(office, BY_KEY["umum"], body="Teks", since=SINCE, by=by).pk,
    }
