"""``script/torture``: many clients, and whatever can fail fails meanwhile (docs/reliability.md)."""
