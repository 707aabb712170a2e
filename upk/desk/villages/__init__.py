"""The village page: all that waits in a village, for whoever is responsible for it."""
