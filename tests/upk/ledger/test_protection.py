"""What protects each table: a new one has to be put into this list, with its guards.

Only guards that hold for every row count (``upk.triggers``); those of single columns and sums are
tried by ``test_guards``.
"""

from collections import defaultdict

from django.db import connection

from upk import triggers

ADD_ONLY = {
    # rows are added and never changed, deleted, replaced or truncated
    "assets_acquisition",
    "assets_asset",
    "assets_assetmove",
    "assets_conditioncheck",
    "assets_depreciationrun",
    "assets_disposal",
    "assets_usefullife",
    "budget_budgetline",
    "budget_budgetversion",
    "cash_bankstatement",
    "cash_bankstatementwithdrawal",
    "cash_cashcount",
    "cash_cashcountline",
    "cash_cashdenomination",
    "cash_cashsettlement",
    "cash_linenote",
    "cash_lineverdict",
    "cash_statementclosing",
    "cash_statementline",
    "cash_usualtransaction",
    "closing_provisionposting",
    "closing_surplusdecision",
    "closing_surplusrule",
    "closing_surplusruleshare",
    "closing_surplusshare",
    "closing_surpluswithdrawal",
    "district_reminder",
    "district_reportingrule",
    "grants_agreement",
    "grants_allotment",
    "grants_budgetline",
    "grants_contribution",
    "grants_criterion",
    "grants_decree",
    "grants_documentcheck",
    "grants_grant",
    "grants_grantaccounts",
    "grants_grantcancellation",
    "grants_grantfinish",
    "grants_grantmove",
    "grants_grantpaper",
    "grants_grantteam",
    "grants_paperline",
    "grants_phase",
    "grants_phasebudget",
    "grants_phasesource",
    "grants_phaseversion",
    "grants_planapproval",
    "grants_progress",
    "grants_proposalstep",
    "grants_score",
    "grants_scoreline",
    "grants_scoringset",
    "grants_tranche",
    "grants_trancherule",
    "grants_trancherulepart",
    "goats_aiddecision",
    "goats_aidhandover",
    "goats_aidhandoverreversal",
    "goats_aidline",
    "goats_aidmove",
    "goats_aidplan",
    "goats_aidplanend",
    "goats_eventreversal",
    "goats_goatevent",
    "goats_goatphoto",
    "goats_herdrules",
    "goats_householdassessment",
    "goats_householddeparture",
    "goats_householdmember",
    "goats_householdphoto",
    "goats_householdstep",
    "goats_householdstepreversal",
    "goats_householdtick",
    "goats_villagepopulation",
    "groups_assessment",
    "groups_assessmentmark",
    "ledger_entry",
    "ledger_entryfile",
    "ledger_entryfilewithdrawal",
    "ledger_periodchange",
    "ledger_posting",
    "ledger_submission",
    "loans_arrearscontact",
    "loans_arrearsletter",
    "loans_collectibilityclass",
    "loans_collectibilityset",
    "loans_collectionrules",
    "loans_instalment",
    "loans_lendingceiling",
    "loans_lendingrules",
    "loans_letterwithdrawal",
    "loans_loanstep",
    "loans_memberrepayment",
    "loans_papertext",
    "loans_productterms",
    "loans_rebate",
    "loans_rebateapproval",
    "loans_recovery",
    "loans_relief",
    "loans_repayment",
    "loans_stepshare",
    "loans_waitingchoice",
    "maintenance_graderule",
    "maintenance_levybankitem",
    "maintenance_levydeposit",
    "maintenance_levyfund",
    "maintenance_levymove",
    "maintenance_levypayment",
    "maintenance_levyrule",
    "maintenance_levyrulewithdrawal",
    "maintenance_levytrust",
    "maintenance_levywithdrawal",
    "maintenance_conditionweights",
    "maintenance_ending",
    "maintenance_infrastructurechange",
    "maintenance_photo",
    "maintenance_photowithdrawal",
    "maintenance_repair",
    "moving_movedin",
    "offices_checklist",
    "offices_checklistitem",
    "offices_decision",
    "privacy_retentionrule",
    "profile_profiletext",
    "oversight_agreement",
    "oversight_agreementfile",
    "oversight_agreementstep",
    "oversight_finding",
    "oversight_findingstep",
    "oversight_partnerversion",
    "reports_healthband",
    "reports_healthtable",
    "reports_issuedanswer",
    "reports_issuedfigure",
    "reports_issuedfile",
    "reports_issuedreport",
    "reports_notetext",
    "reports_packsetting",
    "reports_statementsetting",
    "visits_agreementstep",
    "visits_visit",
    "visits_visitagreement",
    "visits_visitofficer",
    "visits_visitphoto",
    "visits_visitphotowithdrawal",
    "training_attendance",
    "training_batch",
    "training_batchstep",
    "training_batchstepreversal",
    "training_batchversion",
    "training_certificate",
    "training_certificatewithdrawal",
    "training_followup",
    "training_followupend",
    "training_kindrule",
    "training_participantwithdrawal",
    "training_score",
    "training_trainingcost",
    "trail_trailentry",
}
KEPT = {
    # never deleted, replaced or truncated; guards of their own say what may change
    "assets_assetclass",
    "district_bundle",
    "grants_proposal",
    "goats_goat",
    "goats_household",
    "goats_householdchange",
    "groups_group",
    "groups_membership",
    "ledger_account",
    "ledger_vouchercounter",
    "loans_loan",
    "loans_product",
    "maintenance_infrastructure",
    "maintenance_inspection",
    "moving_upload",
    "offices_assignment",
    "offices_district",
    "offices_office",
    "offices_person",
    "offices_storedfile",
    "offices_user",
    "offices_village",
    "profile_legaldocument",
    "profile_officer",
    "oversight_partner",
    "training_participant",
    "training_trainingkind",
    "trail_personkey",
}
FROZEN = {
    # open while the loan is asked for, then frozen; never replaced or truncated
    "loans_memberanswer": "verified",
    "loans_memberverification": "verified",
    "loans_papercheck": "verified",
    "loans_share": "paid out",
}
NOT_OURS = {
    # of libraries: no money, no decision; who may log in is in operation.md, two roles
    "auth_group",
    "auth_group_permissions",
    "auth_permission",
    "axes_accessattempt",
    "axes_accessattemptexpiration",
    "axes_accessfailurelog",
    "axes_accesslog",
    "django_content_type",
    "django_migrations",
    "django_session",
    "moving_uploadproblem",  # ours: what is wrong with a file, for a day
    "signin_authenticator",  # ours: who may log in
    "signin_knownbrowser",
    "signin_recoverycode",
    "signin_session",
    "profile_codeguess",  # ours: forgotten after a quarter of an hour
}


def protections() -> dict[str, set[tuple[str, bool]]]:
    """By table: event, and whether it is refused for every row. Of both databases together."""
    found = defaultdict(set)
    for vendor in ("sqlite", "postgresql"):
        for guard in triggers.declared(vendor):
            found[guard.table].add((guard.event, guard.when in (triggers.ALWAYS, "TRUE")))
    return found


def test_every_table_is_protected_as_listed():
    never = {
        table: {event for event, is_always in events if is_always}
        for table, events in protections().items()
    }
    lost = {"DELETE", "TRUNCATE"}

    assert {t for t, events in never.items() if events == {"UPDATE", *lost}} == ADD_ONLY
    assert {t for t, events in never.items() if events == lost} == KEPT
    assert {t for t, events in never.items() if events == {"TRUNCATE"}} == set(FROZEN)


def test_frozen_tables_refuse_every_change():
    found = protections()

    for table in FROZEN:
        assert {event for event, _ in found[table]} == {"INSERT", "UPDATE", "DELETE", "TRUNCATE"}


def test_every_table_of_the_database_is_listed(db):
    tables = set(connection.introspection.table_names())

    assert tables == ADD_ONLY | KEPT | set(FROZEN) | NOT_OURS
