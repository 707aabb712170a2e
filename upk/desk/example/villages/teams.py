"""The villages' teams (TPK): three people each, and their bank account. All invented."""

from random import Random

from upk.desk.example.office import Setting, make_row
from upk.desk.example.people import MAN, WOMAN, make_person
from upk.desk.example.places import VILLAGES
from upk.offices.models import Person

FIRST_NUMBER = 9_001
"""Of the identity numbers of team members; those of the groups' members stay far below."""

SEXES = (MAN, WOMAN, WOMAN)
"""Chair, secretary, treasurer."""

BANK_OF_TEAMS = "BRI Unit Kalijambe"


def make_teams(setting: Setting) -> dict[str, list[Person]]:
    """Each village's three, by the village's code."""
    rng = Random("teams")
    teams: dict[str, list[Person]] = {}
    for place, village in enumerate(VILLAGES):
        first = FIRST_NUMBER + place * len(SEXES)
        teams[village.code] = [
            make_row(setting.office, setting.villages[village.code], make_person(n, sex, rng))
            for n, sex in enumerate(SEXES, first)
        ]
    Person.objects.bulk_create(person for team in teams.values() for person in team)
    return teams


def account_of(code: str) -> str:
    """The number of the account of the team of that village."""
    return f"9914-01-{Random(f'account {code}').randrange(1_000_000):06d}-53-0"
