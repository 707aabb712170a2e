"""What may follow what, and what it leads to: findings and agreements. Pure."""
