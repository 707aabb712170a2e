"""Loans to groups: products and their dated terms, loans, schedules, repayments.

Money rows (``Instalment``, ``Repayment``, ``Relief``) and the steps of a loan's life are
append-only; a disbursed loan's terms and shares are frozen (``loans.guards``). Balances, arrears
and classes are never stored: ``loans.portfolio`` computes them from these rows as of a date.
"""

from loans.models.collection import ArrearsContact, ArrearsLetter, CollectionRules
from loans.models.loans import (
    Instalment,
    Loan,
    LoanQuerySet,
    LoanStep,
    Share,
    StepShare,
)
from loans.models.papers import PaperText
from loans.models.products import (
    BASES,
    METHODS,
    ORDERS,
    PERIODS,
    ROUNDINGS,
    CollectibilityClass,
    CollectibilitySet,
    LendingCeiling,
    LendingRules,
    Product,
    ProductTerms,
    TermsFields,
)
from loans.models.repayments import Relief, Repayment, RepaymentQuerySet

__all__ = [
    "BASES",
    "METHODS",
    "ORDERS",
    "PERIODS",
    "ROUNDINGS",
    "ArrearsContact",
    "ArrearsLetter",
    "CollectibilityClass",
    "CollectibilitySet",
    "CollectionRules",
    "Instalment",
    "LendingCeiling",
    "LendingRules",
    "Loan",
    "LoanQuerySet",
    "LoanStep",
    "PaperText",
    "Product",
    "ProductTerms",
    "Relief",
    "Repayment",
    "RepaymentQuerySet",
    "Share",
    "StepShare",
    "TermsFields",
]
