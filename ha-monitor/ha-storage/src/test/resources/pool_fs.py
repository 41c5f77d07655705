#!/usr/bin/env python3
"""A pool that can be made to hang: shows BACKING at MOUNT. Stop this process, and the pool answers nobody."""
import os
import sys

try:
    from fusepy import FUSE, FuseOSError, Operations  # Debian's name for it
except ImportError:
    from fuse import FUSE, FuseOSError, Operations


class Pool(Operations):
    def __init__(self, backing):
        self.backing = backing

    def full(self, path):
        return self.backing + path

    def getattr(self, path, fh=None):
        try:
            found = os.lstat(self.full(path))
        except OSError as e:
            raise FuseOSError(e.errno)
        names = ("st_atime", "st_ctime", "st_gid", "st_mode", "st_mtime", "st_nlink", "st_size", "st_uid")
        return {name: getattr(found, name) for name in names}

    def readdir(self, path, fh):
        return [".", ".."] + os.listdir(self.full(path))

    def mkdir(self, path, mode):
        return os.mkdir(self.full(path), mode)

    def unlink(self, path):
        return os.unlink(self.full(path))

    def rename(self, old, new):
        return os.rename(self.full(old), self.full(new))

    # Blocks come from an aligned buffer of the caller's, but not of ours: the backing files go through the cache.
    def create(self, path, mode, fi=None):
        return os.open(self.full(path), os.O_RDWR | os.O_CREAT, mode)

    def open(self, path, flags):
        return os.open(self.full(path), os.O_RDWR)

    def read(self, path, size, offset, fh):
        return os.pread(fh, size, offset)

    def write(self, path, data, offset, fh):
        return os.pwrite(fh, data, offset)

    def fsync(self, path, datasync, fh):
        return os.fsync(fh)

    def fsyncdir(self, path, datasync, fh):
        return 0

    def release(self, path, fh):
        return os.close(fh)


FUSE(Pool(sys.argv[1]), sys.argv[2], foreground=True, nothreads=True)
