"""Pages of the field stage."""
