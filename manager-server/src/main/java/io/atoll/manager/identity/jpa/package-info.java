/** Rows of users. Entities stay here. */
@NullMarked
package io.atoll.manager.identity.jpa;

import org.jspecify.annotations.NullMarked;
