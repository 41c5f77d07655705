package io.atoll.agent.ha;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.atoll.agent.Await;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** In which order a host starts the VMs that HA has given to it. */
class StartQueueTest {
    private final List<String> started = Collections.synchronizedList(new ArrayList<>());

    @CanIgnoreReturnValue
    private Thread start(StartQueue queue, int priority, String name) {
        return Thread.ofVirtual().start(() -> {
            try {
                queue.enter(queue.join(priority));
                started.add(name);
            } catch (InterruptedException _) {
                started.add("not " + name);
            }
        });
    }

    @Test
    void theMostImportantOfThoseThatWaitIsNextAndEqualsKeepTheirOrder() throws Exception {
        var queue = new StartQueue(1);
        queue.enter(queue.join(0));
        for (var name : List.of("low", "high 1", "medium", "high 2")) {
            var before = queue.waiting();
            start(queue, name.startsWith("high") ? 3 : name.equals("medium") ? 2 : 1, name);
            Await.until(name + " waits", () -> queue.waiting() == before + 1);
        }
        for (var count = 1; count <= 4; count++) {
            var expected = count;
            queue.leave();
            Await.until("the next one", () -> started.size() == expected);
        }
        assertThat(started).containsExactly("high 1", "high 2", "medium", "low");
    }

    @Test
    void asManyAsAllowedAreInsideAndWhoGivesUpHoldsNobodyUp() throws Exception {
        var queue = new StartQueue(2);
        queue.enter(queue.join(1));
        queue.enter(queue.join(1));
        var impatient = start(queue, 9, "impatient");
        Await.until("it waits", () -> queue.waiting() == 1);
        var patient = start(queue, 1, "patient");
        Await.until("both wait", () -> queue.waiting() == 2);
        impatient.interrupt();
        impatient.join();
        queue.leave();
        patient.join();
        assertThat(started).containsExactly("not impatient", "patient");
    }

    @Test
    void whoHasAPlaceIsNotOvertakenByWhoAsksEarlierToBeLetIn() throws Exception {
        var queue = new StartQueue(2);
        var low = queue.join(1);
        var high = queue.join(3);
        var early = Thread.ofVirtual().start(() -> {
            try {
                queue.enter(low);
                started.add("low");
            } catch (InterruptedException _) {
                started.add("not low");
            }
        });
        Await.until("it waits", () -> early.getState() == Thread.State.WAITING);
        assertThat(started).isEmpty();
        queue.enter(high);
        early.join();
        assertThat(started).containsExactly("low");
    }

    @Test
    void whoGivesUpBeforeItsTurnHoldsNobodyUp() throws Exception {
        var queue = new StartQueue(1);
        var high = queue.join(3);
        var low = queue.join(1);
        queue.giveUp(high);
        queue.enter(low);
        assertThat(queue.waiting()).isZero();
    }
}
