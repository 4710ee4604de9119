"""Whether the kernels of this package are compiled.

`engine` loads the same files a second time under another package name; loaded under that name,
`kernel` compiles. One source, two speeds, and numba stays optional.
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

    kernel = njit(cache=True)
else:
    kernel = as_it_stands
