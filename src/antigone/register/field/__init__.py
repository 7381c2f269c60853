"""Where: sites, hazards, operations, recoveries, remains."""
