"""Pages of the laboratory stage."""
