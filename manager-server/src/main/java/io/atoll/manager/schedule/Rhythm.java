package io.atoll.manager.schedule;

/** How often house-keeping is done. */
public enum Rhythm {
    HOURLY("0 7 * * * ?"),
    /** At night by the universal clock. */
    DAILY("0 37 3 * * ?");

    private final String cron;

    Rhythm(String cron) {
        this.cron = cron;
    }

    /** In Quartz's notation, in UTC. */
    public String cron() {
        return cron;
    }
}
