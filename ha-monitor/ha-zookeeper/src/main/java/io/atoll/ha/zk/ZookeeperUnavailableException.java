package io.atoll.ha.zk;

/**
 * ZooKeeper could not be asked, or did not answer in time. Whether a change happened is unknown: repeat the same call, or
 * read again, before acting on either belief.
 */
public final class ZookeeperUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ZookeeperUnavailableException(String doing, Throwable cause) {
        super("ZooKeeper did not answer while " + doing + "; whether it happened is unknown.", cause);
    }
}
