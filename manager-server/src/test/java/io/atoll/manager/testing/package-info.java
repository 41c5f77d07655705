/** What tests of several modules share. Start reading at {@link io.atoll.manager.testing.TestDatabase}. */
@NullMarked
package io.atoll.manager.testing;

import org.jspecify.annotations.NullMarked;
