package dev.cellmill.faults.oracle;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** No job spends more than its budget, by its own account and by the provider's bill, which is never above that account. */
record BudgetsHold() implements Check {
    private static final int NANO = 9;

    @Override
    public String name() {
        return "budgets-hold";
    }

    @Override
    public List<String> broken(Facts facts) {
        var broken = new ArrayList<String>();
        for (Facts.JobFacts job : facts.jobs()) {
            if (job.budget() == null) {
                continue;
            }
            BigDecimal bill = BigDecimal.valueOf(facts.calls().stream()
                    .filter(call -> call.key().startsWith(job.keys())).mapToLong(Facts.Call::priceNanoDollars).sum(),
                    NANO);
            if (job.spent().compareTo(job.budget()) > 0 || bill.compareTo(job.budget()) > 0) {
                broken.add("%s has a budget of %s, spent %s and is billed %s".formatted(job.name(), job.budget(),
                        job.spent(), bill));
            }
            if (bill.compareTo(job.spent()) > 0) {
                broken.add("%s is billed %s and thinks it was %s".formatted(job.name(), bill, job.spent()));
            }
        }
        return broken;
    }
}
