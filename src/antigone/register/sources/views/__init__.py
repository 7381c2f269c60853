"""Pages of the sources stage."""
