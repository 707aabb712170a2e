"""What is due, what is paid of it and what is left, in all: the same for a row, a member, a sum."""


class DueAndPaid:
    """For values with ``principal``, ``interest``, ``paid_principal`` and ``paid_interest``.

    Unit: whole rupiah. Guarantee: ``due == paid + left``.
    """

    __slots__ = ()

    principal: int
    interest: int
    paid_principal: int
    paid_interest: int

    @property
    def due(self) -> int:
        return self.principal + self.interest

    @property
    def paid(self) -> int:
        return self.paid_principal + self.paid_interest

    @property
    def left(self) -> int:
        return self.due - self.paid
