package io.atoll.hypervisor.qmp;

import tools.jackson.databind.JsonNode;

/** Something QEMU says unasked, for example {@code STOP} or {@code MIGRATION}; {@code data} is an object, maybe empty. */
public record QmpEvent(String name, JsonNode data) {

    /** A text member of the data, empty when there is none. */
    public String text(String member) {
        return data.path(member).asString("");
    }
}
