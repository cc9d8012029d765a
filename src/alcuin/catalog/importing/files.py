"""The files of a folder, read with bounds: size, number, encoding, and no way out of it."""

import os
from collections.abc import Collection, Iterator
from pathlib import Path
from stat import S_ISREG

import msgspec

from alcuin.catalog.importing.attachments import Attachments, FoundFile
from alcuin.catalog.importing.errors import CourseFolderUnreadable, problem
from alcuin.catalog.importing.plan import ReportItem
from alcuin.kit.problems import FieldError

MAX_BYTES = 2 * 1024 * 1024
MAX_TOTAL_BYTES = 50 * 1024 * 1024
MAX_FILES = 5_000


class TextFile(msgspec.Struct, frozen=True):
    """A Markdown file. `path` is relative to the folder, with slashes."""

    path: str
    text: str


class Files(msgspec.Struct):
    """What a folder holds: texts, files beside them, what is neither, what cannot be read."""

    texts: list[TextFile] = []
    others: dict[str, FoundFile] = {}
    left: dict[str, str] = {}
    problems: list[FieldError] = []

    @property
    def beside(self) -> Attachments:
        """What texts may name."""
        return Attachments(self.others, self.left)

    def unused(self, used: Collection[str]) -> list[ReportItem]:
        """What is left out because nothing shows it, or because it is no file."""
        unnamed = dict.fromkeys(self.others.keys() - used, "nothing in the course names it")
        left = sorted((self.left | unnamed).items())
        return [ReportItem(path, 0, "left_out", why) for path, why in left]


def read_files(root: Path) -> Files:
    """All Markdown under the folder. Raises CourseFolderUnreadable if there is no such folder."""
    if not root.is_dir():
        raise CourseFolderUnreadable([problem(root.name, 0, "There is no such folder.")])
    files, total = Files(), 0
    for number, path in enumerate(_walk(root, files), start=1):
        if number > MAX_FILES or total > MAX_TOTAL_BYTES:
            raise CourseFolderUnreadable([problem(root.name, 0, "Too many files, or too large.")])
        total += _read_one(root, path, files)
    return files


def _walk(root: Path, files: Files) -> Iterator[Path]:
    for folder, names, leaves in os.walk(root):
        for name in sorted(names):
            path = Path(folder, name)
            if name.startswith(".") or path.is_symlink():
                names.remove(name)
                files.left[_name(root, path)] = "a hidden folder, or a link to another"
        yield from (Path(folder, leaf) for leaf in sorted(leaves))


def _read_one(root: Path, path: Path, files: Files) -> int:
    """Read a file if it is Markdown; answers its size."""
    name = _name(root, path)
    if path.suffix.lower() not in {".md", ".markdown"} or path.name.startswith("."):
        _note_other(name, path, files)
        return 0
    if not path.resolve().is_relative_to(root.resolve()):
        files.problems.append(problem(name, 0, "The link leads out of the folder."))
        return 0
    try:
        found = path.stat()
        if not S_ISREG(found.st_mode) or found.st_size > MAX_BYTES:
            files.problems.append(problem(name, 0, f"No file of at most {MAX_BYTES} bytes."))
            return 0
        data = path.read_bytes()
    except OSError as fault:
        files.problems.append(problem(name, 0, f"The file cannot be read: {fault.strerror}."))
        return 0
    _decode(name, data, files)
    return len(data)


def _decode(name: str, data: bytes, files: Files) -> None:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        files.problems.append(problem(name, line, "The file is not written in UTF-8."))
        return
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        files.problems.append(problem(name, line, "The file holds a NUL character."))
        return
    files.texts.append(TextFile(name, text.replace("\r\n", "\n").replace("\r", "\n")))


def _note_other(name: str, path: Path, files: Files) -> None:
    """A file that texts may name, if it is one: what links lead to may lie anywhere."""
    found = path.lstat()
    if path.name.startswith("."):
        files.left[name] = "a hidden file"
    elif S_ISREG(found.st_mode):
        files.others[name] = FoundFile(name, path, found.st_size)
    else:
        files.left[name] = "a link, or no regular file"


def _name(root: Path, path: Path) -> str:
    return path.relative_to(root).as_posix()
