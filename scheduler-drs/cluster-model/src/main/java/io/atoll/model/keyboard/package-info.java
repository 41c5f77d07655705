/** Keys of a PC's keyboard, as both manager and agents name them. Start reading at {@link io.atoll.model.keyboard.KeyChord}. */
@NullMarked
package io.atoll.model.keyboard;

import org.jspecify.annotations.NullMarked;
