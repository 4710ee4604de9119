"""From rows of spreadsheets to what is stored: all or nothing, safe to repeat (IM-03, IM-04)."""
