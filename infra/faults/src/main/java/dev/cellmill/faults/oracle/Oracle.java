package dev.cellmill.faults.oracle;

import java.util.ArrayList;
import java.util.List;

/** All that must hold after a round. */
public final class Oracle {
    static final List<Check> CHECKS = List.of(new EveryJobEnds(), new OneEndPerCell(), new EndsStay(),
            new CountersEqualCells(), new FewRepeatedCalls(), new EndsAreTold(), new MessagesArrive(),
            new BudgetsHold(), new RatesHold(), new NothingLeftBehind(), new PausesStop(),
            new FewTasksAgain());

    private Oracle() {}

    /** @return empty if all holds */
    public static List<Violation> judge(Facts facts) {
        var violations = new ArrayList<Violation>();
        for (Check check : CHECKS) {
            List<String> broken = check.broken(facts);
            broken.stream().limit(Check.MOST).forEach(what -> violations.add(new Violation(check.name(), what)));
            if (broken.size() > Check.MOST) {
                violations.add(new Violation(check.name(), "and %d more".formatted(broken.size() - Check.MOST)));
            }
        }
        return violations;
    }
}
