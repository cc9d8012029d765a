"""`python -m tools.portable`: nothing in the repository is true on one machine only.

No path of a developer's machine, no address of a package registry, and lock files that
say what is installed, not from where.
"""

import re
import subprocess
import sys
from pathlib import Path

# A class of one letter in each, so that this file does not find itself.
FOREIGN = {
    "a path of one machine": re.compile(r"/wor[k]/|/roo[t]/|/User[s]/|\.\./share[d]"),
    "the address of a package registry": re.compile(
        r"pyp[i]\.org|pythonhoste[d]|npmj[s]\.|deb\.debia[n]"
    ),
}
LOCKS = re.compile(
    r"^\s*(-i |--(index|extra-index)-url|--find-links|-f )|(file|https?)://", re.MULTILINE
)
BINARY = {".png", ".ico", ".woff2"}


def main() -> int:
    """Print every place that is not portable; 1 if there is one."""
    found = [fault for path in tracked() for fault in faults_of(path)]
    sys.stdout.writelines(f"{fault}\n" for fault in found)
    return 1 if found else 0


def tracked() -> list[Path]:
    """Files that are in the repository, or would be after `git add`."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.splitlines()
    paths = {Path(line) for line in listed}
    return sorted(path for path in paths if path.is_file() and path.suffix not in BINARY)


def faults_of(path: Path) -> list[str]:
    text = path.read_text(errors="replace")
    faults = [
        f"{path}:{text.count(chr(10), 0, found.start()) + 1}: {what}: {found.group()}"
        for what, pattern in FOREIGN.items()
        for found in pattern.finditer(text)
    ]
    if path.parent.name == "requirements" and (found := LOCKS.search(text)):
        faults.append(f"{path}: a lock says where from: {found.group().strip()}")
    return faults


if __name__ == "__main__":
    sys.exit(main())
