/** REST of the managers. */
@NullMarked
package io.atoll.manager.cluster.web;

import org.jspecify.annotations.NullMarked;
