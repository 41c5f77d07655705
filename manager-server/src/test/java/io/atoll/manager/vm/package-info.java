/** The workflows of VMs against agents that refuse, die, lie and come back. */
@NullMarked
package io.atoll.manager.vm;

import org.jspecify.annotations.NullMarked;
