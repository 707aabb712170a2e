"""Makes the small invented office in the database of the environment, and says what is in it.

``python -m torture.office LOANS CLIENTS OUTPUT``: run apart from the clients, which must know no
more of the server than its pages say.
"""

import json
import sys
from pathlib import Path

import django


def main(loans: int, clients: int, output: Path) -> None:
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 -- after setup, as all below

    from bench.office import PASSWORD, TODAY, create_world  # noqa: PLC0415
    from loans.models import Loan  # noqa: PLC0415
    from upk.ledger.models import Submission  # noqa: PLC0415

    call_command("migrate", verbosity=0, interactive=False)
    world = create_world(loans, clients)
    described = {
        "cashiers": [user.username for user in world.users],
        "manager": "manajer",
        "password": PASSWORD,
        "today": TODAY.isoformat(),
        "loans": list(Loan.objects.active().order_by("pk").values_list("pk", "code")),
        "villages": list(world.office.villages.values_list("pk", flat=True)),
        "before": [str(key) for key in Submission.objects.values_list("key", flat=True)],
    }
    output.write_text(json.dumps(described))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
