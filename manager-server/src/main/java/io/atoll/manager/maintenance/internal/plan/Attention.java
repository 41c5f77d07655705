package io.atoll.manager.maintenance.internal.plan;

import io.atoll.manager.maintenance.internal.book.Item;
import java.util.List;
import java.util.stream.Collectors;

/** What only people can decide, in a sentence. */
public final class Attention {
    private static final int MOST_NAMED = 3;

    private Attention() {}

    /** Empty where nobody is needed. */
    public static String of(List<Item> items) {
        var stuck = items.stream().filter(item -> item.state().needsSomebody()).toList();
        if (stuck.isEmpty()) {
            return "";
        }
        var reasons = stuck.stream()
                .limit(MOST_NAMED)
                .map(item -> item.vmName() + ": " + item.reason())
                .collect(Collectors.joining(" "));
        var more = stuck.size() > MOST_NAMED ? " And %d more.".formatted(stuck.size() - MOST_NAMED) : "";
        return "%d of %d VMs cannot leave. %s%s Move again, stop or leave each of them, or cancel."
                .formatted(stuck.size(), items.size(), reasons, more);
    }
}
