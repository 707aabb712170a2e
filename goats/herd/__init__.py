"""The rollover goats: events, obligations, and the hand-over of mothers."""
