/** VMs as clients see them, read with one query for a page. */
@NullMarked
package io.atoll.manager.vm.internal.view;

import org.jspecify.annotations.NullMarked;
