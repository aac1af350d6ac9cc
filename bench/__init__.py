"""Bench: what the product's work costs, beside a bare ceiling measured in the same minutes."""
