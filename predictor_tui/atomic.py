"""Files that are written whole or not at all, so that a crash never costs a model, settings or a text.

The bytes go to a temporary file in the same folder, are flushed to the disk, and the temporary file is renamed over the
old one; then the folder is flushed, so that the new name outlives a power cut as well. The temporary file is locked
(flock) while it is written. A process that is killed loses its locks, so `sweep` can tell what a dead one left behind
from what a living one still writes; each write begins with that.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import secrets
import stat
from pathlib import Path

_PREFIX, _SUFFIX = ".predictor-tui-", ".tmp"
_NO_FOLDER_SYNC = {errno.EINVAL, errno.ENOTSUP}


def write_atomically(path: Path, data: bytes, *, mode: int = 0o666) -> None:
    """Make `data` the content of `path`; other readers see the old file or the new one, never a part.

    A file that exists keeps its permissions, and a symbolic link keeps pointing where it points. A new file gets
    `mode`, less the umask. Raises OSError, which is the caller's to word: the old file is then intact and no temporary
    file stays, with one exception: where flushing the folder itself fails, the new content is in place but may not
    survive a power cut.
    """
    target = Path(os.path.realpath(path))
    kept = _permissions(target)
    sweep(target.parent)  # first, since it may be what fills the disk
    descriptor, temporary = _create(target.parent, mode if kept is None else kept)
    with os.fdopen(descriptor, "wb") as file:  # open, and so locked, until the rename is done
        try:
            if kept is not None:
                os.fchmod(descriptor, kept)  # what the umask took away
            file.write(data)
            file.flush()
            os.fsync(descriptor)
            temporary.replace(target)
        except BaseException:
            with contextlib.suppress(OSError):  # the first error is the one to tell
                temporary.unlink()
            raise
    _sync_folder(target.parent)


def sweep(folder: Path) -> int:
    """Delete the temporary files that killed processes left in `folder`, and count them.

    Files that are still being written stay, and so does whatever may not be opened or deleted: sweeping never fails.
    """
    return sum(_remove_if_abandoned(path) for path in folder.glob(f"{_PREFIX}*{_SUFFIX}"))


def _permissions(target: Path) -> int | None:
    """Return the permission bits of `target`, or None where there is no such file yet."""
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
    if not stat.S_ISREG(mode):  # a rename would replace the device or pipe itself
        raise OSError(errno.EINVAL, "not a regular file", str(target))
    return stat.S_IMODE(mode)


def _create(folder: Path, mode: int) -> tuple[int, Path]:
    """Open a new, locked temporary file in `folder`."""
    while True:
        path = folder / f"{_PREFIX}{secrets.token_hex(8)}{_SUFFIX}"
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
        with contextlib.suppress(OSError):  # file systems without locks: `sweep` gets none there either, and leaves all
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        if os.fstat(descriptor).st_nlink:
            return descriptor, path
        os.close(descriptor)  # a sweep came between creating and locking


def _remove_if_abandoned(path: Path) -> bool:
    """Delete `path` unless somebody holds its lock."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        path.unlink()
    except OSError:
        return False
    finally:
        os.close(descriptor)
    return True


def _sync_folder(folder: Path) -> None:
    """Flush the folder's list of names to the disk, where the file system knows how."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _NO_FOLDER_SYNC:
            raise
    finally:
        os.close(descriptor)
