"""Forms of the ranked scheme."""
