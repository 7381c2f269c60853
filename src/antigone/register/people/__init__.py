"""Who is missing: persons, names, reports, families, lists."""
