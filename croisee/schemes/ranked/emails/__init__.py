"""The messages of the ranked scheme."""
