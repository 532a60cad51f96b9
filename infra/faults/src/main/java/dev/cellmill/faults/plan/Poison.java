package dev.cellmill.faults.plan;

/** What is wrong with a record. */
public enum Poison {
    UNREADABLE, NO_VALUE, NO_HEADERS, BROKEN_HEADERS, WRONG_TYPES, HUGE, FOREIGN_TENANT, UNKNOWN_JOB
}
