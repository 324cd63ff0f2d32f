"""Municipalities, counties, offices, organisation numbers and language forms, each with its dates."""
