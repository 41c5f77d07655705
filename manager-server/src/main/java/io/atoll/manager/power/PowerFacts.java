package io.atoll.manager.power;

import io.atoll.model.HostId;
import io.atoll.model.cluster.PowerModel;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a host's power without asking anybody.
 *
 * @param kind how it is controlled; null: not at all
 * @param state ON where its agent is heard; OFF where that was confirmed and nobody has heard the host since
 * @param stateSince when that was seen; null where the state is UNKNOWN
 * @param model what it draws by its load; null where nobody has set it
 */
public record PowerFacts(
        HostId host,
        @Nullable PowerKind kind,
        PowerReading.State state,
        @Nullable Instant stateSince,
        Wakeability wakeability,
        PowerDraw draw,
        @Nullable PowerModel model) {}
