/** Pictures, from the raw pixels of a display to PNG. Knows no VM. Start reading at {@link io.atoll.hypervisor.picture.PngWriter}. */
@NullMarked
package io.atoll.hypervisor.picture;

import org.jspecify.annotations.NullMarked;
