package io.atoll.manager.inventory.internal.image;

import io.atoll.agent.v1.DeleteImage;
import io.atoll.manager.agentlink.AgentLink;
import io.atoll.manager.inventory.AgentAnswers;
import io.atoll.manager.inventory.Host;
import io.atoll.manager.inventory.Image;
import io.atoll.manager.inventory.internal.HostAttachments;
import io.atoll.manager.inventory.jpa.HostStore;
import io.atoll.manager.inventory.jpa.PoolStore;
import io.atoll.manager.task.StepContext;
import io.atoll.manager.task.StepOutcome;
import io.atoll.model.HostId;
import io.atoll.model.PoolId;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Finds a host that reaches an image's pool; the storage is shared, so any of them will do. */
@Component
class ImageHosts {
    /** Under which a task remembers its host, so that a repeated step goes to the same. */
    static final String HOST = "host";

    private final PoolStore pools;
    private final HostStore hosts;
    private final HostAttachments attachments;
    private final AgentLink agents;

    ImageHosts(PoolStore pools, HostStore hosts, HostAttachments attachments, AgentLink agents) {
        this.pools = pools;
        this.hosts = hosts;
        this.attachments = attachments;
        this.agents = agents;
    }

    /** The host of this task so far while it is READY, else another. */
    Optional<HostId> choose(PoolId pool, StepContext context) {
        var remembered = context.recall(HOST, String.class).map(HostId::parse);
        var usable = pools.find(pool.value()).stream()
                .flatMap(found -> hosts.in(found.clusterId()).stream())
                .filter(Host::isReady)
                .map(Host::id)
                .filter(host -> attachments.reachablePools(host).contains(pool))
                .toList();
        return remembered.filter(usable::contains).or(() -> usable.stream().findFirst());
    }

    StepOutcome deleteFiles(Image image, StepContext context) {
        var host = choose(image.poolId(), context);
        if (host.isEmpty()) {
            return noHost(image);
        }
        var request = DeleteImage.newBuilder()
                .setPoolId(image.poolId().toString())
                .setImageId(image.id().toString())
                .build();
        return AgentAnswers.toStep(agents.run(
                host.get(),
                context.operation().toString(),
                context.epoch(),
                run -> run.setDeleteImage(request),
                _ -> {}));
    }

    static StepOutcome noHost(Image image) {
        return StepOutcome.unavailable(
                "POOL_WRONG_STATE", "No connected host reaches the pool of image %s.".formatted(image.name()));
    }
}
