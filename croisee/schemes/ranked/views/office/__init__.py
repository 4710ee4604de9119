"""Pages of the coordinators: spreadsheets in, rounds, the matching board, publication."""
