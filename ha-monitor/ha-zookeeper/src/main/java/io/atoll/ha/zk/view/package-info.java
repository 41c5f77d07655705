/**
 * Everything one agent looks at several times a second. Start reading at {@link io.atoll.ha.zk.view.HaView}.
 */
@NullMarked
package io.atoll.ha.zk.view;

import org.jspecify.annotations.NullMarked;
