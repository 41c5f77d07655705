/** VMs over HTTP: thin controllers, request records. */
@NullMarked
package io.atoll.manager.vm.web;

import org.jspecify.annotations.NullMarked;
