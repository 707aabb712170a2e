"""The example's poor households and their goats: pure data, told day by day.

That 527 goats were counted, that up to a fifth of each surplus goes to poor households, and what a
rollover goat is, the office published (domain.md 1). Households, goats, events, prices and the
villages' inhabitants are invented. Who receives a goat follows the office's own rule
(``goats.rules.next_keeper``), when a mother goes on too (``goats.rules.handover``).
"""
