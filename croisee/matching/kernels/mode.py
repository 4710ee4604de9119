"""Whether the kernels of this package are compiled.

`engine` loads the same files a second time under another package name; loaded under that name,
`kernel` and `step` compile. One source, two speeds, and numba stays optional.
"""

from collections.abc import Callable
from typing import Any, TypeVar

COMPILED_PACKAGE = "croisee.matching.compiled_kernels"

Function = TypeVar("Function", bound=Callable[..., Any])


def as_it_stands(function: Function) -> Function:
    """Leave the function to the interpreter."""
    return function


if __package__ == COMPILED_PACKAGE:
    from numba import njit

    # A kernel is called from Python. A step is called by kernels, millions of times, and is laid
    # into its callers: handing over a network of some thirty arrays would cost more than the step.
    kernel = njit(cache=True, _nrt=False)
    step = njit(forceinline=True, _nrt=False)
else:
    kernel = as_it_stands
    step = as_it_stands
