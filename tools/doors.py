"""Import-linter contract: another room imports a room's package, never a module inside it."""

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class DoorsContract(Contract):
    """`rooms` are entered by their package only, save by `staff` (the composition root)."""

    rooms = fields.ListField(subfield=fields.StringField())
    staff = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: ARG002, FBT001  the linter's signature
        found = sorted(
            (importer, inside)
            for room in self.rooms  # type: ignore[attr-defined]  # its value, a list, once read
            for inside in graph.find_descendants(room)
            for importer in graph.find_modules_that_directly_import(inside)
            if not _stands_in(importer, room, *self.staff)  # type: ignore[misc]  # as above
        )
        return ContractCheck(kept=not found, metadata={"found": found})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for importer, inside in check.metadata["found"]:
            output.print_error(f"{importer} reaches past the door into {inside}")


def _stands_in(module: str, *packages: str) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)
