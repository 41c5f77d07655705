package io.atoll.storage.image;

/** Why an image is not taken: what was found, what is allowed, and what the owner of the image can do about it. */
public record ImageRefusal(ImageCheck check, String found, String allowed, String advice) {
    public String explain() {
        return "%s; %s. %s".formatted(found, allowed, advice);
    }
}
