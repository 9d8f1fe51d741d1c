"""Benchmarks: CPU time of requests on generated reports, as ratios to a view that does nothing and to the raw SQL."""
