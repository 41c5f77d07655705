/**
 * Disk images: received or fetched into a spool file, judged by our own header reader before any tool sees them, sent to
 * one host of the pool, imported there. Start reading at {@link io.atoll.manager.inventory.internal.image.ImageService}.
 */
@NullMarked
package io.atoll.manager.inventory.internal.image;

import org.jspecify.annotations.NullMarked;
