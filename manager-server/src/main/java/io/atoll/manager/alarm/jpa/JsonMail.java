package io.atoll.manager.alarm.jpa;

import io.atoll.manager.alarm.internal.notify.Channel.Mail;
import io.atoll.manager.persistence.JsonConverter;
import tools.jackson.core.type.TypeReference;

/** A channel's mail as JSON. */
public class JsonMail extends JsonConverter<Mail> {
    public JsonMail() {
        super(new TypeReference<>() {});
    }
}
