/** How hard migrations try, and what one is expected to take. Start reading at {@link io.atoll.manager.vm.internal.policy.MigrationPolicy}. */
@NullMarked
package io.atoll.manager.vm.internal.policy;

import org.jspecify.annotations.NullMarked;
