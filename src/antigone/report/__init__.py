"""The HTML report of an identification."""
