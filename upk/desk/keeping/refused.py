"""Why a backup, a restore or an upgrade didn't happen, for whoever runs it."""


class Refused(Exception):
    """Nothing was made or changed. The text says why and what to do, in Indonesian: the manager's
    start page shows it too."""


class WrongPassphrase(Refused):
    """The archive doesn't open with that passphrase."""


class WrongKeys(Refused):
    """These keys aren't those that the backup's data was written with."""
