"""Pages made of the OpenAPI document: endpoints, requests, models, enums."""

from pathlib import Path

from tools.reference import endpoints, enums, models
from tools.reference.schemas import Json, Schemas

FOLDER = Path("docs/reference")


def of_document(document: Json) -> dict[str, str]:
    """Every such page, by its name."""
    schemas = Schemas(document)
    return {
        "endpoints.md": endpoints.page(document, schemas),
        "requests.md": models.requests(document, schemas),
        "models.md": models.answers(document, schemas),
        "enums.md": enums.page(document, schemas),
    }
