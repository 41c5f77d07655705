package io.atoll.manager.vm.internal.batch;

import io.atoll.manager.api.NamingPatch;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.atoll.manager.task.TaskId;
import io.atoll.manager.vm.internal.VmService;
import io.atoll.manager.vm.internal.batch.BatchStore.Template;
import io.atoll.manager.vm.internal.cloudinit.CloudInitDraft;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes single VMs of what all of a batch have in common. */
final class BatchMembers {
    private BatchMembers() {}

    /** @param only whether it is the batch's only VM, which may have what cannot be shared */
    static VmService.Member member(
            Template template, String name, boolean only, TaskId batch, String by, boolean paced) {
        var told = template.cloudInit();
        Map<String, @Nullable String> labels = new HashMap<>(template.labels());
        return new VmService.Member(
                new NamingPatch(name, labels, template.draft().description()),
                template.draft(),
                told == null || only ? told : told.named(CloudInitDraft.hostnameOf(name)),
                batch,
                by,
                paced);
    }

    /** Why a VM is not made, for people: that no host fits says little without what the first one lacks. */
    static String reason(AtollException why) {
        var detail = Objects.requireNonNullElse(why.getMessage(), why.code().title());
        return why.code() == ErrorCode.PLACEMENT_NO_HOST && !why.causes().isEmpty()
                ? detail + " " + why.causes().getFirst().detail()
                : detail;
    }
}
