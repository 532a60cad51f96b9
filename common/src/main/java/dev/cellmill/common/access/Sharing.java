package dev.cellmill.common.access;

/** Whether this process serves several tenants, as it may once there are keys. */
@FunctionalInterface
public interface Sharing {
    boolean now();
}
