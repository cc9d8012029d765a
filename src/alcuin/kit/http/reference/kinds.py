"""The schemas of all shapes that the operations take and give."""

from types import UnionType
from typing import Any, Union, get_args, get_origin

import msgspec

from alcuin.kit.http.faults import ProblemView
from alcuin.kit.http.operation import Operation
from alcuin.kit.http.reference.instants import structs_of, tell_instants

Json = dict[str, Any]  # Any: JSON
REFERENCE = "#/components/schemas/{name}"


class Kinds:
    """Made together, so that equal names of different rooms stay apart."""

    def __init__(self, operations: list[Operation]) -> None:
        kinds: list[Any] = [ProblemView]  # Any: type expressions
        for operation in operations:
            parts = operation.parts
            kinds += [*_either(parts.answer), *parts.path.values()]
            kinds += [parts.body] * operation.takes_body
            # Shown as parameters: the struct itself would describe a body nobody sends.
            kinds += [field.type for field in msgspec.structs.fields(parts.query)]
        structs = structs_of(kinds)
        found, self.components = msgspec.json.schema_components(
            [*kinds, *structs], ref_template=REFERENCE
        )
        self._schemas = list(zip(kinds, found, strict=False))
        for struct, schema in zip(structs, found[len(kinds) :], strict=True):
            tell_instants(struct, self.components[schema["$ref"].rpartition("/")[2]])

    def of(self, kind: Any) -> Json:  # Any: type expressions, of which some have no hash
        either = _either(kind)
        if len(either) > 1:
            return {"anyOf": [self.of(each) for each in either]}
        return next(schema for known, schema in self._schemas if known is kind or known == kind)

    def of_query(self, query: type[msgspec.Struct]) -> list[tuple[str, Json, bool]]:
        """Name, schema and whether it must be given, of each parameter."""
        shown = []
        for field in msgspec.structs.fields(query):
            schema = self.of(field.type)
            if field.default is not msgspec.NODEFAULT and field.default is not None:
                schema = schema | {"default": msgspec.to_builtins(field.default)}
            shown.append((field.encode_name, schema, field.required))
        return shown


def _either(kind: Any) -> list[Any]:  # Any: as above
    """The shapes of an answer that depends on who asks: `Envelope[A | B]` is one of two.

    msgspec describes unions of structs only where a field tells them apart, which is for
    reading; these are only written.
    """
    around, inner = get_origin(kind), get_args(kind)
    if around is None or len(inner) != 1 or get_origin(inner[0]) not in (Union, UnionType):
        return [kind]
    return [around[each] for each in get_args(inner[0])]
