"""The villages' levies: rules, payments, the bank's trust account."""
