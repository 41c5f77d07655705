package io.atoll.manager.maintenance.internal.steps;

import io.atoll.manager.maintenance.internal.book.Item;
import io.atoll.manager.maintenance.internal.book.ItemState;
import io.atoll.manager.maintenance.internal.book.ItemStore;
import io.atoll.manager.maintenance.internal.book.Maintenance;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.task.TaskId;
import io.atoll.manager.vm.VmSubtasks;
import io.atoll.manager.vm.VmSubtasks.Trip;
import io.atoll.model.HostId;
import io.atoll.model.LeaderEpoch;
import io.atoll.model.VmId;
import java.time.Instant;
import java.util.Objects;
import java.util.SortedSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Begins what is next for one VM: its task, and the item that names the task, in one transaction. So a successor of a manager that
 * was killed finds either both or neither, and nothing is begun twice.
 */
@Component
class Beginnings {
    private static final Logger LOG = LoggerFactory.getLogger(Beginnings.class);
    private static final int FROM_OUR_OWN_FAULTS = 500;

    private final Bookkeeping books;
    private final ItemStore items;
    private final VmSubtasks vms;

    Beginnings(Bookkeeping books, ItemStore items, VmSubtasks vms) {
        this.books = books;
        this.items = items;
        this.vms = vms;
    }

    /** Under which task, and when. */
    record Frame(Maintenance maintenance, TaskId parent, LeaderEpoch epoch, Instant now) {}

    /** What is begun for a VM. */
    sealed interface Work {
        /**
         * It moves to a host.
         *
         * @param along those that move there with it
         */
        record Move(HostId to, String toName, SortedSet<VmId> along) implements Work {}

        /** The guest is asked to shut down. */
        record ShutDown() implements Work {}

        /** It is stopped at once: the guest cannot be asked. */
        record Stop() implements Work {}

        /** It starts wherever it fits best. */
        record Start() implements Work {}
    }

    /** Whether it began; otherwise the item says why not. */
    boolean begin(Frame frame, Item item, Work work) {
        try {
            return books.change(frame.epoch, frame.maintenance.id(), one -> {
                if (one.paused() || one.state() != frame.maintenance.state()) {
                    return false;
                }
                var now = items.find(one.id(), item).orElse(item);
                if (now.state() != ItemState.WAITING && now.state() != ItemState.BLOCKED) {
                    return false;
                }
                items.save(one.id(), begun(frame, now, work));
                return true;
            });
        } catch (AtollException e) {
            if (e.code().status() >= FROM_OUR_OWN_FAULTS) {
                throw e;
            }
            refused(frame, item, e);
            return false;
        }
    }

    private Item begun(Frame frame, Item item, Work work) {
        var by = frame.maintenance.requestedBy();
        var terms = frame.maintenance.terms();
        return switch (work) {
            case Work.Move(var to, var toName, var along) ->
                item.begun(
                        ItemState.MOVING,
                        vms.migrate(item.vm(), new Trip(to, terms.pauseBoundMs(), along), frame.parent, why(item, by)),
                        to,
                        toName,
                        frame.now);
            case Work.ShutDown() ->
                item.begun(
                        ItemState.STOPPING,
                        vms.shutDown(item.vm(), terms.shutdownSeconds(), frame.parent, by),
                        null,
                        "",
                        frame.now);
            case Work.Stop() ->
                item.begun(ItemState.STOPPING, vms.stop(item.vm(), frame.parent, by), null, "", frame.now);
            case Work.Start() ->
                item.begun(ItemState.STARTING, vms.start(item.vm(), null, frame.parent, by), null, "", frame.now);
        };
    }

    /** Stays with the VM as the reason why it is where it is. */
    private static String why(Item item, String by) {
        return "Maintenance: %s, asked for by %s"
                .formatted(
                        switch (item.purpose()) {
                            case LEAVE -> "the host it was on is being emptied";
                            case MAKE_ROOM -> "it makes room for VMs of a host that is being emptied";
                            case START, COME_HOME -> "a host is back and VMs are spread over it again";
                        },
                        by);
    }

    /** Somebody else at work is no fault of the VM: it is waited for. */
    private void refused(Frame frame, Item item, AtollException refusal) {
        LOG.info("vm={} maintenance={} did not begin: {}", item.vm(), frame.maintenance.id(), refusal.getMessage());
        var why = Stream.concat(
                        Stream.of(Objects.requireNonNullElse(
                                refusal.getMessage(), refusal.code().title())),
                        refusal.causes().stream().map(cause -> cause.detail()))
                .distinct()
                .collect(Collectors.joining(" "));
        var busy = refusal.code() == ErrorCode.TASK_IN_PROGRESS;
        books.change(frame.epoch, frame.maintenance.id(), one -> {
            var now = items.find(one.id(), item).orElse(item);
            if (now.state().underWay()) {
                return false;
            }
            var after = busy ? books.busy(now, why, frame.now) : books.refused(now, why, frame.now);
            items.save(one.id(), after);
            return !after.equals(now);
        });
    }
}
