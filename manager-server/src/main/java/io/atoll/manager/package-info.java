/** The manager: one module per direct sub-package. Start reading at {@link io.atoll.manager.ManagerApplication}. */
@NullMarked
package io.atoll.manager;

import org.jspecify.annotations.NullMarked;
