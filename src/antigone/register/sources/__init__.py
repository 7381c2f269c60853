"""Who says what: sources, passages in them, claims, assessments, and accounts that add up."""
