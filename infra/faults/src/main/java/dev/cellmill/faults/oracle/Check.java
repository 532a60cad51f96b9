package dev.cellmill.faults.oracle;

import java.util.List;

/** One rule. Pure. */
interface Check {
    /** Facts told of one rule at most; the rest is counted. */
    int MOST = 5;

    String name();

    /** @return what breaks the rule, for people; empty if it holds */
    List<String> broken(Facts facts);
}
