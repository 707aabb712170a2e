"""How fast the product is, measured and compared; no test asserts a time (docs/benchmarks.md)."""
