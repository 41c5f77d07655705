/** The laws of the house, as far as they are about the manager. Each says why, and what to do instead. */
@NullMarked
package io.atoll.manager.laws;

import org.jspecify.annotations.NullMarked;
