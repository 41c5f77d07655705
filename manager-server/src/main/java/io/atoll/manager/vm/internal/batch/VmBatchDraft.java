package io.atoll.manager.vm.internal.batch;

import io.atoll.manager.vm.internal.VmDraft;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a client may say of VMs that are to be made together. */
public record VmBatchDraft(
        @Schema(
                description = "Each VM's name; {n} is its number, {n:03} with at least three digits",
                example = "web-{n:02}")
        @Nullable
        String namePattern,

        @Schema(description = "The first VM's number; 1 by default", minimum = "0", maximum = "999999") @Nullable
        Integer first,

        @Schema(description = "How many VMs are made", minimum = "1", maximum = "200") @Nullable
        Integer count,

        @Nullable Map<String, @Nullable String> labels,
        @Nullable VmDraft spec,

        @Schema(description = "How many VMs are made at once; 4 by default", minimum = "1", maximum = "32") @Nullable
        Integer maxParallel) {
    static final int MOST_VMS = 200;
    static final int LAST_FIRST = 999_999;
    static final int USUAL_PARALLEL = 4;
    static final int MOST_PARALLEL = 32;

    VmDraft said() {
        return spec == null
                ? new VmDraft(null, null, null, null, null, null, null, null, null, null, null, null, null, null, null)
                : spec;
    }
}
