"""From JSON or query text to declared types, with every error and not only the first.

msgspec stops at the first thing wrong. So the fast way is msgspec's; only what it refuses
is walked here field by field, against the same annotations. Enums are read in any case.
"""

from collections.abc import Callable
from datetime import datetime
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

import msgspec

from alcuin.kit.http.sentences import sentence
from alcuin.kit.problems import FieldError, Invalid

T = TypeVar("T")
Step = str | int
Path = tuple[Step, ...]
Tree = Any  # Any: parsed JSON
Pointer = Callable[[Path], str]
LISTS = (list, tuple, set, frozenset)
MOST_ERRORS = 100
"""More help nobody; a body has room for a million."""

UNSTORABLE = ("This text holds a character that cannot be stored.", "text")
_WRONG = object()


def json_pointer(path: Path) -> str:
    """RFC 6901. Half a surrogate pair in a name has no bytes to be answered in: it becomes `?`."""
    text = "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)
    return text.encode(errors="replace").decode()


def read_tree(
    tree: Tree,
    kind: type[T],
    *,
    pointer: Pointer = json_pointer,
    strict: bool = True,
    found: list[FieldError] | None = None,
) -> T:
    """Convert `tree`; raises Invalid with all errors (at most 100), those in `found` too."""
    walk = _Walk(pointer, strict, found or [])
    value: T = walk.read(tree, kind, ())
    if walk.errors:
        raise Invalid(*dict.fromkeys(walk.errors))  # each once: `found` may know it already
    return value


def holds_list(kind: Any) -> bool:  # Any: type expressions
    """Whether a query parameter of this kind may be given several times."""
    bare = _bare(kind)
    if get_origin(bare) in (Union, UnionType):
        return any(holds_list(part) for part in get_args(bare))
    return get_origin(bare) in LISTS


def instants_of(query: type[msgspec.Struct]) -> dict[str, Any]:  # Any: type expressions
    """Its parameters that are instants: read leniently, msgspec takes a number for one."""
    return {
        field.encode_name: field.type
        for field in msgspec.structs.fields(query)
        if datetime in {_bare(part) for part in (field.type, *get_args(field.type))}
    }


class _Walk:
    def __init__(self, pointer: Pointer, strict: bool, found: list[FieldError]) -> None:  # noqa: FBT001  private
        self._pointer = pointer
        self._strict = strict
        self.errors = found

    def read(self, value: Tree, kind: Any, path: Path) -> Any:  # Any: type expressions, values
        bare = _bare(kind)
        origin = get_origin(bare)
        if origin in (Union, UnionType):
            return self._one_of(value, kind, get_args(bare), path)
        if isinstance(value, list) and origin in LISTS:
            return self._items(value, kind, path)
        if isinstance(value, dict) and origin is dict:
            return self._entries(value, kind, path)
        if isinstance(value, dict) and _is(origin or bare, msgspec.Struct):
            return self._struct(value, bare, path)
        if isinstance(value, str) and (choices := _choices(bare)):
            return self._choice(value, choices, path)
        return self._leaf(value, kind, path)

    def _struct(self, value: dict[str, Tree], kind: Any, path: Path) -> Any:  # Any: as above
        before = len(self.errors)
        fields = {field.encode_name: field for field in msgspec.structs.fields(kind)}
        for key in [key for key in value if key not in fields]:
            self._wrong((*path, key), "There is no such field.", "unknown")
        read = {
            field.name: self.read(value[key], field.type, (*path, key))
            for key, field in fields.items()
            if key in value
        }
        for key, field in fields.items():
            if field.required and key not in value:
                self._wrong((*path, key), "This is needed.", "missing")
        if len(self.errors) > before:
            return _WRONG
        try:
            return kind(**read)
        except (ValueError, TypeError) as wrong:  # the struct's own rules, in __post_init__
            return self._wrong(path, str(wrong), "invalid")

    def _items(self, value: list[Tree], kind: Any, path: Path) -> Any:  # Any: as above
        bare = _bare(kind)
        inner = get_args(bare)
        of_one_kind = get_origin(bare) is not tuple or inner[-1] is Ellipsis
        kinds = [inner[0]] * len(value) if of_one_kind else list(inner)
        if len(kinds) != len(value):
            return self._leaf(value, kind, path)
        if self._leaf(value, _without_items(kind), path) is _WRONG:
            return _WRONG  # nobody wants to hear of each entry of a list that is too long
        items = [
            self.read(item, each, (*path, at))
            for at, (item, each) in enumerate(zip(value, kinds, strict=True))
        ]
        return get_origin(bare)(items)

    def _entries(self, value: dict[str, Tree], kind: Any, path: Path) -> Any:  # Any: as above
        try:  # mostly free maps, like `metadata`, in which nothing can be wrong
            return msgspec.convert(value, kind, strict=self._strict)
        except (msgspec.ValidationError, UnicodeEncodeError):
            names, kinds = get_args(_bare(kind))
        entries = {
            self.read(key, names, (*path, key)): self.read(item, kinds, (*path, key))
            for key, item in value.items()
        }
        return _WRONG if self._leaf(value, _without_items(kind), path) is _WRONG else entries

    def _one_of(self, value: Tree, kind: Any, kinds: tuple[Any, ...], path: Path) -> Any:  # Any: ..
        if value is None and NoneType in kinds:
            return None
        real = [each for each in kinds if each not in (NoneType, msgspec.UnsetType)]
        if len(real) != 1:
            return self._leaf(value, kind, path)
        return self.read(value, real[0], path)

    def _choice(self, value: str, choices: dict[str, Any], path: Path) -> Any:  # Any: as above
        for word, member in choices.items():
            if word.upper() == value.upper():
                return member
        among = f"one of {', '.join(choices)}" if len(choices) > 1 else next(iter(choices))
        return self._wrong(path, f"Choose {among}.", "choice")

    def _leaf(self, value: Tree, kind: Any, path: Path) -> Any:  # Any: as above
        if isinstance(value, float) and value.is_integer() and _bare(kind) is int:
            value = int(value)  # JSON knows one kind of number: 1.0 is whole
        try:
            return msgspec.convert(value, kind, strict=self._strict or _bare(kind) is datetime)
        except msgspec.ValidationError as wrong:
            return self._wrong(path, *sentence(str(wrong)))
        except UnicodeEncodeError:  # half a surrogate pair where no plain text stands
            return self._wrong(path, *UNSTORABLE)

    def _wrong(self, path: Path, message: str, code: str) -> object:
        self.errors.append(FieldError(self._pointer(path), message, code))
        if len(self.errors) >= MOST_ERRORS:
            raise Invalid(*self.errors)
        return _WRONG


def _bare(kind: Any) -> Any:  # Any: type expressions
    """Without its bounds."""
    return get_args(kind)[0] if get_origin(kind) is Annotated else kind


def _is(kind: Any, parent: type) -> bool:  # Any: type expressions
    return isinstance(kind, type) and issubclass(kind, parent)


def _without_items(kind: Any) -> Any:  # Any: type expressions
    """The same container with its bounds, of anything."""
    if get_origin(kind) is not Annotated:
        return list[Any] if get_origin(kind) is not dict else dict[str, Any]
    bare, *bounds = get_args(kind)
    return Annotated[_without_items(bare), *bounds]


def _choices(bare: Any) -> dict[str, Any]:  # Any: as above
    """The words of an enumeration, or of a literal, with what each stands for."""
    if _is(bare, Enum):
        return {str(member.value): member for member in bare}
    return {str(word): word for word in get_args(bare)} if get_origin(bare) is Literal else {}
