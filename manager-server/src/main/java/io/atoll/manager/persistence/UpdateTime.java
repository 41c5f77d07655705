package io.atoll.manager.persistence;

import jakarta.persistence.PreUpdate;
import java.time.Clock;
import org.springframework.stereotype.Component;

/** Notes when a row was last changed; asked only when something really changed. */
@Component
public class UpdateTime {
    private final Clock clock;

    public UpdateTime(Clock clock) {
        this.clock = clock;
    }

    @PreUpdate
    public void note(NamedEntity entity) {
        entity.updatedAt(clock.instant());
    }
}
