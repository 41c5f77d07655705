package io.atoll.storage;

/** Why a storage operation was not done, as a stable code for callers and the API. Add freely, never rename or reuse. */
public enum StorageProblem {
    /** The caller gave something that can never be right. */
    INPUT_INVALID,
    /** The pool's directory does not exist or is not a directory. */
    POOL_PATH_INVALID,
    /** The directory carries no marker: not a pool, or the storage is not mounted. */
    POOL_MARKER_MISSING,
    /** The directory belongs to another pool, or its marker cannot be read. */
    POOL_MARKER_WRONG,
    /** The directory has content that is not a pool's, so no pool is made of it. */
    POOL_NOT_EMPTY,
    /** The pool has too little room. */
    POOL_FULL,
    /** A path inside the pool is a symbolic link or something else that we did not make. */
    POOL_CONTENT_FOREIGN,
    /** Another operation works on the same image or VM folder, on this host or another. */
    STORAGE_BUSY,
    IMAGE_NOT_FOUND,
    /** The image breaks a rule of the header inspection. */
    IMAGE_REFUSED,
    /** The bytes received are not those announced. */
    IMAGE_DIGEST_MISMATCH,
    IMAGE_SIZE_MISMATCH,
    /** The image id already has other content. */
    IMAGE_EXISTS,
    /** Volumes are linked to the image. */
    IMAGE_IN_USE,
    VOLUME_NOT_FOUND,
    /** There is a volume of this name already, and it is not the one asked for. */
    VOLUME_EXISTS,
    /** A volume is not what we made: other format, other backing file, damaged header. */
    VOLUME_REFUSED,
    /** A QEMU holds the image lock, on this host or another. */
    VOLUME_IN_USE,
    VOLUME_SIZE_INVALID,
    /** A program this library needs is not installed. */
    TOOL_MISSING,
    TOOL_FAILED,
    TOOL_TIMEOUT,
    /** Reading or writing the storage failed. */
    STORAGE_IO,
    /** The caller interrupted the operation; what it had begun is put away. */
    CANCELLED
}
