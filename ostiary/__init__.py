"""Ostiary, the keeper of the door: a company's customers decide who gets into their accounts."""
