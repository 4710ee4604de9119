"""Forms of offers, one module per audience."""
