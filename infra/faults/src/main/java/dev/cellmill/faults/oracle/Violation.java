package dev.cellmill.faults.oracle;

/** What does not hold. @param check the rule @param what the facts */
public record Violation(String check, String what) {}
