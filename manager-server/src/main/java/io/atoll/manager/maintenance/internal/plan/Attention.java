package io.atoll.manager.maintenance.internal.plan;

import io.atoll.manager.maintenance.internal.book.Item;
import io.atoll.manager.maintenance.internal.book.Purpose;
import java.util.List;
import java.util.stream.Collectors;

/** What only people can decide, in a sentence. */
public final class Attention {
    private static final int MOST_NAMED = 3;

    private Attention() {}

    /** Empty where nobody is needed. Who only makes room for others need not: they are the ones that cannot leave then. */
    public static String of(List<Item> items) {
        var leaving =
                items.stream().filter(item -> item.purpose() == Purpose.LEAVE).toList();
        var stuck =
                leaving.stream().filter(item -> item.state().needsSomebody()).toList();
        if (stuck.isEmpty()) {
            return "";
        }
        var reasons = stuck.stream()
                .limit(MOST_NAMED)
                .map(item -> item.vmName() + ": " + item.reason())
                .collect(Collectors.joining(" "));
        var more = stuck.size() > MOST_NAMED ? " And %d more.".formatted(stuck.size() - MOST_NAMED) : "";
        return "%d of %d VMs cannot leave. %s%s Move again, stop or leave each of them, or cancel."
                .formatted(stuck.size(), leaving.size(), reasons, more);
    }
}
