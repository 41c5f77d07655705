/** The inventory in Postgres. Entities stay in here; what comes out are the module's records. */
@NullMarked
package io.atoll.manager.inventory.jpa;

import org.jspecify.annotations.NullMarked;
