"""Measurements, each beside a bare baseline in the same run: ratios hold where absolute times do not."""
