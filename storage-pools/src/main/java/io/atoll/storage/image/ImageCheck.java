package io.atoll.storage.image;

/** The checks an image has to pass, by the stable names that logs, metrics and the API use for them. */
public enum ImageCheck {
    FILE_SIZE("file-size"),
    FORMAT("format"),
    VERSION("version"),
    HEADER("header"),
    BACKING_FILE("backing-file"),
    DATA_FILE("data-file"),
    ENCRYPTION("encryption"),
    FEATURES("features"),
    CLUSTER_SIZE("cluster-size"),
    VIRTUAL_SIZE("virtual-size"),
    L1_TABLE("l1-table"),
    REFCOUNTS("refcounts"),
    SNAPSHOTS("snapshots"),
    EXTENSIONS("header-extensions"),
    COMPRESSION("compression"),
    TABLES("tables"),
    TRUNCATED("truncated");

    private final String checkName;

    ImageCheck(String checkName) {
        this.checkName = checkName;
    }

    public String checkName() {
        return checkName;
    }
}
