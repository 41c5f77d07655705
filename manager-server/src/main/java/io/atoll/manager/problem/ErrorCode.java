package io.atoll.manager.problem;

/** Every error a client can receive, with its HTTP status. Names are API: add freely, never rename or reuse. */
public enum ErrorCode {
    // The request itself
    VALIDATION_FAILED(400, "The request is not valid"),
    MALFORMED_JSON(400, "The body is not valid JSON"),
    FILTER_INVALID(400, "The filter cannot be read"),
    CURSOR_INVALID(400, "The cursor is not one of ours"),
    BAD_REQUEST(400, "The request cannot be read"),
    UNAUTHENTICATED(401, "Log in first"),
    LOGIN_FAILED(401, "User name or password is wrong"),
    JOIN_TOKEN_INVALID(401, "The join token is not valid"),
    SETUP_TOKEN_INVALID(401, "The setup token is not valid"),
    FORBIDDEN(403, "Not allowed"),
    CSRF_REFUSED(403, "The request did not come from the console"),
    NOT_FOUND(404, "There is nothing here"),
    DRS_RECOMMENDATION_NOT_FOUND(404, "The recommendation was not found"),
    DPM_RECOMMENDATION_NOT_FOUND(404, "The recommendation was not found"),
    CLUSTER_NOT_FOUND(404, "There is no such cluster"),
    HOST_NOT_FOUND(404, "There is no such host"),
    VM_NOT_FOUND(404, "There is no such VM"),
    POOL_NOT_FOUND(404, "There is no such storage pool"),
    NETWORK_NOT_FOUND(404, "There is no such network"),
    IMAGE_NOT_FOUND(404, "There is no such image"),
    RULE_NOT_FOUND(404, "There is no such rule"),
    RESOURCE_POOL_NOT_FOUND(404, "There is no such resource pool"),
    MAINTENANCE_NOT_FOUND(404, "There is no such maintenance"),
    TASK_NOT_FOUND(404, "There is no such task"),
    USER_NOT_FOUND(404, "There is no such user"),
    TOKEN_NOT_FOUND(404, "There is no such token"),
    JOIN_TOKEN_NOT_FOUND(404, "There is no such join token"),
    HA_INCIDENT_NOT_FOUND(404, "There is no such HA incident"),
    HOST_POWER_NOT_FOUND(404, "The host has no power control"),
    ALARM_NOT_FOUND(404, "There is no such alarm"),
    ALARM_DEFINITION_NOT_FOUND(404, "There is no such alarm definition"),
    NOTIFICATION_CHANNEL_NOT_FOUND(404, "There is no such notification channel"),
    METHOD_NOT_ALLOWED(405, "The method is not allowed here"),
    NOT_ACCEPTABLE(406, "No representation you accept"),
    REQUEST_TIMEOUT(408, "The request took too long to arrive"),
    // The state of things
    NAME_TAKEN(409, "The name is taken"),
    HOST_NAME_TAKEN(409, "A host with this name is enrolled"),
    SETUP_DONE(409, "The first administrator exists already"),
    TASK_IN_PROGRESS(409, "Another task is working on this object"),
    TASK_NOT_CANCELLABLE(409, "The task can no longer be cancelled"),
    VM_WRONG_STATE(409, "The VM's state does not allow this"),
    VM_BATCH_INCOMPLETE(409, "Not all VMs of the batch were made"),
    HOST_WRONG_STATE(409, "The host's state does not allow this"),
    DISPLAY_TOO_LARGE(409, "The VM's display is too large for a picture"),
    MAINTENANCE_BLOCKED(409, "VMs of the host cannot leave it"),
    MAINTENANCE_WRONG_STATE(409, "The maintenance's state does not allow this"),
    POOL_WRONG_STATE(409, "The pool's state does not allow this"),
    IMAGE_WRONG_STATE(409, "The image's state does not allow this"),
    NETWORK_WRONG_STATE(409, "The network's state does not allow this"),
    IN_USE(409, "The object is in use"),
    IMAGE_IN_USE(409, "The image is in use"),
    POOL_IN_USE(409, "The pool is in use"),
    NETWORK_IN_USE(409, "The network is in use"),
    CLUSTER_IN_USE(409, "The cluster is in use"),
    HOST_IN_USE(409, "The host is in use"),
    LAST_ADMIN(409, "The last administrator must stay"),
    PLACEMENT_NO_HOST(409, "No host fits"),
    RULE_CONFLICT(409, "The rule cannot be met"),
    RESOURCE_POOL_EXHAUSTED(409, "The resource pool has too little left"),
    RESOURCE_POOL_CYCLE(409, "The resource pool would be part of itself"),
    RESOURCE_POOL_IN_USE(409, "The resource pool is in use"),
    DRS_NOTHING_OPEN(409, "Nothing is recommended"),
    DRS_NEEDS_SNOOZED(409, "The recommendation needs one that is snoozed"),
    DRS_DECIDED(409, "The recommendation was decided already"),
    DPM_DECIDED(409, "The recommendation was decided already"),
    DPM_NOT_PARKED(409, "The host was not parked"),
    DPM_NOT_WOKEN(409, "The host did not wake"),
    RULE_LIMIT(409, "The cluster has too many rules"),
    ADDRESS_TAKEN(409, "The address is taken"),
    ADDRESSES_EXHAUSTED(409, "The network has no free address"),
    IDEMPOTENCY_KEY_SPENT(409, "The request was carried out before; its answer held a secret and was not kept"),
    CONFLICT(409, "The request collides with another one"),
    HA_DEPENDENCY_CYCLE(409, "VMs would wait for each other without an end"),
    HA_POOL_UNFIT(409, "The storage pool cannot hold protected VMs"),
    HA_ADMISSION_REFUSED(409, "Too little room would be left for hosts that fail"),
    HA_TAKEOVER(409, "HA has moved the VM meanwhile"),
    HOST_ALIVE(409, "The host shows signs of life"),
    POWER_NOT_CONFIGURED(409, "The host has no power control"),
    POWER_ADDRESS_TAKEN(409, "Another host has this power control"),
    POWER_ORDER_REFUSED(409, "The host's power control refused the order"),
    POWER_NOT_CONFIRMED(409, "The new state of the host's power was not confirmed"),
    POWER_CONTRADICTED(409, "The host contradicts its power control"),
    HOST_NOT_AWAKE(409, "The host was switched on and does not answer"),
    ALARM_WRONG_STATE(409, "The alarm's state does not allow this"),
    NOTIFICATION_CHANNEL_WRONG_TYPE(409, "The notification channel's type does not allow this"),
    LIMIT_REACHED(409, "There are as many as there may be"),
    STALE_LEADER(409, "Another manager leads"),
    JOIN_TOKEN_USED(410, "The join token was used"),
    JOIN_TOKEN_EXPIRED(410, "The join token has expired"),
    REVISION_MISMATCH(412, "The object was changed meanwhile"),
    BODY_TOO_LARGE(413, "The body is too large"),
    URI_TOO_LONG(414, "The address is too long"),
    UNSUPPORTED_MEDIA_TYPE(415, "The content type is not supported"),
    CSR_REFUSED(422, "The certificate request is refused"),
    CLOCK_SKEW(422, "The clocks differ too much"),
    IDEMPOTENCY_KEY_REUSED(422, "The idempotency key was used for another request"),
    IMAGE_REFUSED(422, "The image is refused"),
    URL_REFUSED(422, "The URL is refused"),
    POWER_ADDRESS_REFUSED(422, "The address of the power control is refused"),
    POWER_CREDENTIALS_REFUSED(422, "The power control does not accept user and password"),
    POWER_CERTIFICATE_REFUSED(422, "The certificate of the power control is not trusted"),
    POWER_ANSWER_UNREADABLE(422, "The power control's answer cannot be read"),
    DOWNLOAD_FAILED(422, "The file could not be fetched"),
    CHECKSUM_MISMATCH(422, "The checksum differs"),
    PRECONDITION_REQUIRED(428, "If-Match is required"),
    TOO_MANY_REQUESTS(429, "Too many requests"),
    HEADERS_TOO_LARGE(431, "The headers are too large"),
    // Us
    INTERNAL(500, "Something went wrong in the manager"),
    NOT_READY(503, "The manager is not ready"),
    AGENT_UNREACHABLE(503, "The host's agent cannot be reached"),
    POWER_UNREACHABLE(503, "The host's power control does not answer"),
    POWER_PROGRAM_MISSING(503, "A program that power control needs is missing"),
    SPACE_EXHAUSTED(507, "Not enough space");

    private final int status;
    private final String title;

    ErrorCode(int status, String title) {
        this.status = status;
        this.title = title;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** A short sentence that is the same for every occurrence. */
    public String title() {
        return title;
    }
}
