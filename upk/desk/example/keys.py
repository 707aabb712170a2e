"""Request keys of the forms that the example sends."""

from uuid import NAMESPACE_URL, UUID, uuid5

from upk.desk.example.places import OFFICE_CODE


class Keys:
    """Request keys, the same ones each time."""

    def __init__(self) -> None:
        self._count = 0

    def __call__(self) -> UUID:
        self._count += 1
        return uuid5(NAMESPACE_URL, f"{OFFICE_CODE} {self._count}")
