package io.atoll.manager.vm.jpa;

import io.atoll.manager.persistence.JsonConverter;
import io.atoll.manager.vm.internal.cloudinit.CloudInitSettings;
import tools.jackson.core.type.TypeReference;

/** Cloud-init settings as JSON; passwords are hashes by then. */
public class JsonCloudInit extends JsonConverter<CloudInitSettings> {
    public JsonCloudInit() {
        super(new TypeReference<>() {});
    }
}
