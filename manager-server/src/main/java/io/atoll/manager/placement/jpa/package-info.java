/** Rules in Postgres. Entities stay in here; what comes out are the module's records. */
@NullMarked
package io.atoll.manager.placement.jpa;

import org.jspecify.annotations.NullMarked;
