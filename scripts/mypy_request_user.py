"""mypy: `request.user` is a Person.

Signing in is required by default (LoginRequiredMiddleware), so nearly every view is called with a
person; the few `login_not_required` ones ask `is_authenticated` first, and the rights matrix calls
every address as somebody anonymous. Without this, each use of `request.user` would need a cast.
"""

from collections.abc import Callable

from mypy.plugin import AttributeContext, Plugin
from mypy.types import Instance, Type, UnionType, get_proper_type

ANONYMOUS = "django.contrib.auth.models.AnonymousUser"


class RequestUserPlugin(Plugin):
    def get_attribute_hook(self, fullname: str) -> Callable[[AttributeContext], Type] | None:
        return _without_anonymous if fullname == "django.http.request.HttpRequest.user" else None


def _without_anonymous(context: AttributeContext) -> Type:
    declared = get_proper_type(context.default_attr_type)
    if not isinstance(declared, UnionType):
        return declared
    people = [item for item in declared.items if not _is_anonymous(item)]
    return people[0] if len(people) == 1 else declared


def _is_anonymous(item: Type) -> bool:
    proper = get_proper_type(item)
    return isinstance(proper, Instance) and proper.type.fullname == ANONYMOUS


def plugin(version: str) -> type[RequestUserPlugin]:
    return RequestUserPlugin
