"""The contents of the reports, one module a report."""
