/** Tasks over HTTP. */
@NullMarked
package io.atoll.manager.task.web;

import org.jspecify.annotations.NullMarked;
