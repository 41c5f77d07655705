package io.atoll.manager.agentlink.internal;

import com.google.protobuf.InvalidProtocolBufferException;
import io.atoll.agent.v1.HostUpdate;
import io.atoll.manager.agentlink.HostListener;
import io.atoll.manager.agentlink.VmClaim;
import io.atoll.model.HostId;
import io.atoll.model.VmId;

/**
 * Takes a host's messages as its stream does, from the bytes on: for benchmarks of what happens with them. Each VM it names is
 * taken for its own; ZooKeeper is asked that only when a VM is named first.
 */
public final class NewsFeed {
    private final HostNews news;

    public NewsFeed(HostId host, HostListener listener) {
        var listeners = new Listeners();
        listeners.add(listener);
        news = new HostNews(host, listeners, new OwnsAll(), what -> {
            throw new IllegalStateException("The host says what cannot be: " + what);
        });
    }

    public void take(byte[] update) throws InvalidProtocolBufferException {
        if (!news.tell(HostUpdate.parseFrom(update))) {
            throw new IllegalStateException("A listener could not take the news.");
        }
    }

    private static final class OwnsAll extends Claims {
        @SuppressWarnings("NullAway") // the registry is never asked
        OwnsAll() {
            super(null);
        }

        @Override
        VmClaim of(HostId host, VmId vm, long epoch) {
            return VmClaim.OWNER;
        }
    }
}
