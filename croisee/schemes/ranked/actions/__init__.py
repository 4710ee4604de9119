"""What is done in the ranked scheme, one module per subject."""
