"""What the database itself refuses about the district's own rows (see ``upk.triggers``)."""

from upk.triggers import Guard, KeyWhere, append_only, changed, kept

GUARDS = [
    *append_only("district_reportingrule", unique=[("district_id", "since")]),
    Guard(
        "reportingrule_comes_after_the_others",
        "district_reportingrule",
        "INSERT",
        "EXISTS (SELECT 1 FROM district_reportingrule WHERE district_id = NEW.district_id "
        "AND since >= NEW.since)",
        "district_reportingrule: a rule begins after those before it",
    ),
    Guard(
        "reportingrule_by_its_district",
        "district_reportingrule",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM offices_user WHERE id = NEW.recorded_by_id "
        "AND district_id = NEW.district_id)",
        "district_reportingrule: only the district itself",
    ),
    *append_only("district_reminder", unique=[("office_id", "year", "quarter", "reminded_on")]),
    Guard(
        "reminder_by_the_district",
        "district_reminder",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM offices_office o JOIN offices_user u "
        "ON u.district_id = o.district_id WHERE o.id = NEW.office_id AND u.id = NEW.by_id)",
        "district_reminder: only the district of the office",
    ),
    *kept(
        "district_bundle",
        unique=[KeyWhere(("district_id", "year", "quarter"), "{row}state = 'building'")],
        fixed=("id", "district_id", "year", "quarter", "requested_by_id"),
    ),
    Guard(
        "bundle_by_its_district",
        "district_bundle",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM offices_user WHERE id = NEW.requested_by_id "
        "AND district_id = NEW.district_id)",
        "district_bundle: only the district itself",
    ),
    Guard(
        "bundle_finished_stays",
        "district_bundle",
        "UPDATE",
        "OLD.state IN ('done', 'gone') AND (NEW.state NOT IN (OLD.state, 'gone') OR "
        + changed("total", "done", "contents", "path", "size", "sha256", "finished_at")
        + ")",
        "district_bundle: a finished bundle stays what it is",
    ),
]
