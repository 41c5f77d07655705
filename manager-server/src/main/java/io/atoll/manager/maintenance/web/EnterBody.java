package io.atoll.manager.maintenance.web;

import io.atoll.manager.api.InputCheck;
import io.atoll.manager.maintenance.internal.MaintenanceRequests.Wish;
import io.atoll.manager.maintenance.internal.book.Choice;
import io.atoll.manager.maintenance.internal.book.Terms;
import io.atoll.model.VmId;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How a host is to be emptied; everything may be left out.
 *
 * @param choices by the id of the VM: MOVE, STOP or SKIP
 */
record EnterBody(
        @Schema(description = "By the id of the VM: MOVE, STOP or SKIP") @Nullable
        Map<String, @Nullable String> choices,

        @Schema(description = "Shut down VMs that cannot move without asking; false by default") @Nullable
        Boolean stopRemaining,

        @Schema(description = "Start VMs again afterwards that were shut down; true by default") @Nullable
        Boolean restartStopped,

        @Schema(
                description = "How long a guest may stand still when it moves; 300 by default",
                minimum = "1",
                maximum = "60000")
        @Nullable
        Integer pauseBoundMs,

        @Schema(description = "How many VMs may be on their way at once; 4 by default", minimum = "1", maximum = "8")
        @Nullable
        Integer maxParallel,

        @Schema(description = "How long a guest may take to shut down; 120 by default", minimum = "1", maximum = "3600")
        @Nullable
        Integer shutdownSeconds,

        @Nullable String note) {
    static final EnterBody NOTHING = new EnterBody(null, null, null, null, null, null, null);

    private static final int LONGEST_NOTE_CHARS = 1_000;
    private static final int LONGEST_PAUSE_MS = 60_000;
    private static final int MOST_PARALLEL = 8;
    private static final int LONGEST_SHUTDOWN_SECONDS = 3_600;
    private static final int MOST_CHOICES = 5_000;

    Wish checked() {
        var check = new InputCheck();
        var wish = new Wish(terms(check), chosen(check), text(check));
        check.done();
        return wish;
    }

    Terms terms(InputCheck check) {
        var usual = Terms.USUAL;
        return new Terms(
                pauseBoundMs == null
                        ? usual.pauseBoundMs()
                        : check.range("pauseBoundMs", pauseBoundMs, 1, LONGEST_PAUSE_MS),
                maxParallel == null ? usual.maxParallel() : check.range("maxParallel", maxParallel, 1, MOST_PARALLEL),
                stopRemaining == null ? usual.stopRemaining() : stopRemaining,
                restartStopped == null ? usual.restartStopped() : restartStopped,
                shutdownSeconds == null
                        ? usual.shutdownSeconds()
                        : check.range("shutdownSeconds", shutdownSeconds, 1, LONGEST_SHUTDOWN_SECONDS));
    }

    private String text(InputCheck check) {
        return note == null ? "" : check.text("note", note, LONGEST_NOTE_CHARS);
    }

    private Map<VmId, Choice> chosen(InputCheck check) {
        var chosen = new TreeMap<VmId, Choice>();
        if (choices == null) {
            return chosen;
        }
        check.require(
                choices.size() <= MOST_CHOICES,
                "choices",
                "There are %d choices; at most %d are taken.".formatted(choices.size(), MOST_CHOICES));
        choices.entrySet().stream().limit(MOST_CHOICES).forEach(one -> {
            var field = "choices." + one.getKey();
            var vm = check.id(field, one.getKey(), VmId::new);
            chosen.put(vm, check.requiredChoice(field, one.getValue(), Choice.class, Choice.MOVE));
        });
        return chosen;
    }
}
