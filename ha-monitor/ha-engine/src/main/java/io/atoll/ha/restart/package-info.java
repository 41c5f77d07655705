/**
 * Which VMs start in which order, and the port through which hosts are found for them. Start reading at
 * {@link io.atoll.ha.restart.RestartOrder}.
 */
@NullMarked
package io.atoll.ha.restart;

import org.jspecify.annotations.NullMarked;
