package dev.cellmill.faults.plan;

/** What services have connections to. */
public enum Peer {
    BROKER, DATABASE, PROVIDERS
}
