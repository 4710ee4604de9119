"""Sheets to print: the agenda of an edition and a flyer, made from its dates, with a QR code (IM-21)."""
