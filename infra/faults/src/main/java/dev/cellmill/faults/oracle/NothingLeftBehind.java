package dev.cellmill.faults.oracle;

import java.util.List;

/** What was not accepted leaves nothing behind. */
record NothingLeftBehind() implements Check {
    @Override
    public String name() {
        return "nothing-left-behind";
    }

    @Override
    public List<String> broken(Facts facts) {
        return facts.leftBehind();
    }
}
