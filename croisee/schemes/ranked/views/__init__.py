"""Pages of the ranked scheme, by audience."""
