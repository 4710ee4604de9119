"""The inner loops of the solver, which run as they stand or compiled.

They use nothing but integers, indexing and named tuples of flat sequences: Python lists when run as
they stand, int32 arrays when compiled by numba. `engine` chooses and loads them.
"""
