package io.atoll.manager.persistence;

import io.atoll.manager.cluster.LeaderFence;
import io.atoll.model.LeaderEpoch;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A short transaction of the leader. It fails, leaving nothing, when another manager leads by then. */
@Component
public class LeaderTransaction {
    private final LeaderFence fence;
    private final TransactionTemplate transaction;

    public LeaderTransaction(LeaderFence fence, PlatformTransactionManager transactions) {
        this.fence = fence;
        this.transaction = new TransactionTemplate(transactions);
    }

    public void run(LeaderEpoch epoch, Runnable work) {
        transaction.executeWithoutResult(_ -> {
            fence.check(epoch);
            work.run();
        });
    }

    public <T> T call(LeaderEpoch epoch, Supplier<T> work) {
        return transaction.execute(_ -> {
            fence.check(epoch);
            return work.get();
        });
    }
}
