/**
 * Pools of disk volumes and images on storage that every host sees. A VM is a folder of files in a pool; every path in it
 * is made here from typed ids, never taken from a caller. All operations can be called again after a crash and then lead
 * to the same result. Blocking file I/O and child processes (qemu-img, always with an argument list and an explicit
 * format) happen here, on the caller's thread: never call this from a thread that answers the API or beats a heart.
 * Sizes are in bytes. Start reading at {@link io.atoll.storage.SharedDirectoryPool}.
 */
@NullMarked
package io.atoll.storage;

import org.jspecify.annotations.NullMarked;
