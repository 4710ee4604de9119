"""What is done to the directory."""

from croisee.directory.reference import load_reference

__all__ = ["load_reference"]
