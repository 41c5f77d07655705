package io.atoll.manager.alarm.jpa;

import io.atoll.manager.alarm.internal.notify.Channel.Webhook;
import io.atoll.manager.persistence.JsonConverter;
import tools.jackson.core.type.TypeReference;

/** A channel's webhook as JSON. */
public class JsonWebhook extends JsonConverter<Webhook> {
    public JsonWebhook() {
        super(new TypeReference<>() {});
    }
}
