"""Benchmarks: each prints what it measured, on what, and the ratio."""
