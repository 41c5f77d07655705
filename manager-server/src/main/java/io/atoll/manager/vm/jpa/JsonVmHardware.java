package io.atoll.manager.vm.jpa;

import io.atoll.manager.persistence.JsonConverter;
import io.atoll.manager.vm.internal.VmHardware;
import tools.jackson.core.type.TypeReference;

/** A VM's hardware as JSON. */
public class JsonVmHardware extends JsonConverter<VmHardware> {
    public JsonVmHardware() {
        super(new TypeReference<>() {});
    }
}
