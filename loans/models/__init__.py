"""Loans to groups: products and their dated terms, loans, schedules, repayments.

Money rows (``Instalment``, ``Repayment``, ``MemberRepayment``, ``Relief``, ``Recovery``,
``Rebate``) and the steps of a loan's life are append-only; a disbursed loan's terms and shares are
frozen (``loans.guards``). Balances, arrears and classes are never stored: ``loans.portfolio``
computes them from the rows as of a date.
"""

from loans.models.collection import (
    ArrearsContact,
    ArrearsLetter,
    CollectionRules,
    LetterWithdrawal,
)
from loans.models.loans import (
    Instalment,
    Loan,
    LoanQuerySet,
    LoanStep,
    Share,
    StepShare,
)
from loans.models.members import MemberRepayment
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
from loans.models.rebates import Rebate, RebateApproval
from loans.models.recoveries import Recovery, RecoveryQuerySet
from loans.models.repayments import Relief, Repayment, RepaymentQuerySet
from loans.models.verification import MemberAnswer, MemberVerification, PaperCheck
from loans.models.waiting import WaitingChoice

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
    "LetterWithdrawal",
    "Loan",
    "LoanQuerySet",
    "LoanStep",
    "MemberAnswer",
    "MemberRepayment",
    "MemberVerification",
    "PaperCheck",
    "PaperText",
    "Product",
    "ProductTerms",
    "Rebate",
    "RebateApproval",
    "Recovery",
    "RecoveryQuerySet",
    "Relief",
    "Repayment",
    "RepaymentQuerySet",
    "Share",
    "StepShare",
    "TermsFields",
    "WaitingChoice",
]
