"""Pages made of templates, each once: nothing in them differs from visitor to visitor."""

from collections.abc import Mapping
from functools import cache

import jinja2

import alcuin
from alcuin.kit.http.reference.finished import Finished, finish
from alcuin.kit.problems import Problem
from alcuin.web.assets import Asset
from alcuin.web.documents import Document, rendered


class Pages:
    """Every page of this process."""

    def __init__(
        self,
        assets: Mapping[str, Asset],
        documents: Mapping[str, Document],
        environment: str,
    ) -> None:
        self._documents = documents
        self._templates = jinja2.Environment(
            loader=jinja2.PackageLoader("alcuin.web"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals |= {
            "asset": lambda name: assets[name].path,
            "version": alcuin.__version__,
            # A production server need not say how it is run.
            "environment": environment if environment == "development" else None,
        }
        self.front = cache(self._front)
        self.contents = cache(self._contents)
        self.document = cache(self._document)
        self.letter = cache(self._letter)

    def _front(self) -> Finished:
        return self._page("front.html")

    def _contents(self) -> Finished:
        return self._page("contents.html", chapters=self._chapters())

    def _document(self, place: str) -> Finished:
        """Raises KeyError where there is no such document."""
        document = self._documents[place]
        return self._page(
            "document.html",
            chapters=self._chapters(),
            document=document,
            html=rendered(document),
        )

    def _letter(self, name: str) -> Finished:
        """What the link of a letter opens."""
        return self._page(f"{name}.html")

    def refusal(self, problem: Problem, request_id: str) -> bytes:
        """Say to a person what was refused. Made anew each time: it names the request."""
        template = self._templates.get_template("refusal.html")
        return template.render(
            title=problem.title,
            detail=problem.detail,
            status=problem.status,
            request_id=request_id,
        ).encode()

    def _chapters(self) -> dict[str, list[Document]]:
        """Pages by the name of their chapter."""
        found: dict[str, list[Document]] = {}
        for document in self._documents.values():
            found.setdefault(document.chapter, []).append(document)
        return found

    def _page(self, template: str, **values: object) -> Finished:
        return finish(self._templates.get_template(template).render(**values).encode())
