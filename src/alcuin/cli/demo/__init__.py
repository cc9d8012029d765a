"""The demo: two courses worth reading, and people who teach and study them."""

from alcuin.cli.demo.command import demo

__all__ = ["demo"]
