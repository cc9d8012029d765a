"""Whoever follows the tutorial sees what it says."""

import shutil
import subprocess

import pytest

from tests.docs import tutorial

NEEDED = ("bash", "curl", "python3")


def test_the_tutorial_does_what_it_says() -> None:
    missing = [program for program in NEEDED if not shutil.which(program)]
    if missing:
        pytest.skip(f"THE TUTORIAL WAS NOT RUN: no {', '.join(missing)} on this machine")
    serve, second = _terminals()
    with tutorial.school() as school, school.first_terminal(serve.commands) as greeting:
        assert tutorial.agrees(greeting, school.mine(serve.shows))
        link = tutorial.LINK.search(greeting)
        assert link
        shown = school.second_terminal([block.commands for block in second], link[0])
        for block, text in zip(second, shown, strict=True):
            assert tutorial.agrees(text, school.mine(block.shows)), f"{block.commands}\n{text}"


def test_the_tutorials_first_command_serves_the_demo() -> None:
    (block,) = [each for each in tutorial.blocks() if each.terminal == "make"]
    command = ["make", "--dry-run", "--no-print-directory", *block.commands.split()[1:]]
    said = subprocess.run(command, cwd=tutorial.ROOT, capture_output=True, text=True, check=True)
    assert said.stdout.splitlines()[-1].endswith("alcuin serve --demo")


def test_the_tutorial_shows_no_wrong_output() -> None:
    assert tutorial.agrees("a\nid 17.\n", "a\nid ….")
    assert not tutorial.agrees("a\nid 17.\nfault\n", "a\nid 17.")


def _terminals() -> tuple[tutorial.Block, list[tutorial.Block]]:
    found = tutorial.blocks()
    (serve,) = [each for each in found if each.terminal == "server"]
    return serve, [each for each in found if each.terminal == "second"]
