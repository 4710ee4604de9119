"""The figures of an edition: computed once here, drawn with their table, to Excel and as SVG.

Each figure is a `figure.Figure`. What somebody of the steering committee sees has its cells under
five hidden (`hidden.py`): figures are about groups, never about somebody.
"""
