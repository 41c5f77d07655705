@NullMarked
package io.atoll.manager.vm.internal.batch;

import org.jspecify.annotations.NullMarked;
