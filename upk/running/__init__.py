"""What running the server needs: logs, health, maintenance, and the pages of what went wrong."""
