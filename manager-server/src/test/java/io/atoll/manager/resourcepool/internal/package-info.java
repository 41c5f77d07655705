/** What pools and their VMs are entitled to and use. */
@NullMarked
package io.atoll.manager.resourcepool.internal;

import org.jspecify.annotations.NullMarked;
