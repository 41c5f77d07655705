/**
 * Reads the headers of disk images before any QEMU tool sees the file, and refuses what could reach outside it: backing
 * files, external data files, foreign formats under a false name, and tables sized to exhaust the reader. Pure: bytes in,
 * verdict out; no file is opened here, nothing is allocated in proportion to a number found in the image. Sizes are in
 * bytes. Start reading at {@link io.atoll.storage.image.ImageInspector}.
 */
@NullMarked
package io.atoll.storage.image;

import org.jspecify.annotations.NullMarked;
