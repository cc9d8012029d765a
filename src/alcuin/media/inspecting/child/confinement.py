"""What a child gives up before it touches the file. A fault in a decoder then reaches nothing.

The limit of open files is the wall: with it at 0 no file, socket, pipe or directory can be opened,
while the descriptors that were inherited go on. Linux only: the child's end with its parent, and
the loss of root's capabilities, without which root could lift the limits again.
"""

import ctypes
import os
import resource
import signal
import sys

from alcuin.media.inspecting.bounds import CPU_SECONDS, OUTPUT_BYTES

_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38
_CAPABILITY_VERSION_3 = 0x20080522
_NICE = 10  # uploads may take a little longer, reading may not

_LIMITS = (
    (resource.RLIMIT_CPU, CPU_SECONDS),
    (resource.RLIMIT_FSIZE, OUTPUT_BYTES),
    (resource.RLIMIT_CORE, 0),
    (resource.RLIMIT_NOFILE, 0),
    (resource.RLIMIT_NPROC, 0),
)


def begin(parent: int) -> None:
    """Before anything else: end with the parent, which may be gone already."""
    os.nice(_NICE)
    if sys.platform != "linux":
        return
    _libc().prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit(1)


def confine(memory_bytes: int) -> None:
    """After the imports, before the work. It cannot be undone."""
    libc = _libc() if sys.platform == "linux" else None
    for what, most in ((resource.RLIMIT_AS, memory_bytes), *_LIMITS):
        resource.setrlimit(what, (most, most))
    if libc:
        libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
        none = (ctypes.c_uint32 * 6)()
        libc.capset(ctypes.byref(header), ctypes.byref(none))


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
