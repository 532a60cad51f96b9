package dev.cellmill.faults.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The webhook of a job is told of each of its ends at least once, and every time under the same id; one that answers 410 is told
 * no more.
 */
record MessagesArrive() implements Check {
    private static final int GONE = 410;

    @Override
    public String name() {
        return "messages-arrive";
    }

    @Override
    public List<String> broken(Facts facts) {
        var broken = new ArrayList<String>();
        for (Facts.JobFacts job : facts.jobs()) {
            Map<String, Set<String>> ids = facts.messages().stream().filter(message -> message.job().equals(job.id()))
                    .collect(Collectors.groupingBy(Facts.Message::type,
                            Collectors.mapping(Facts.Message::id, Collectors.toSet())));
            boolean gone = facts.messages().stream()
                    .anyMatch(message -> message.job().equals(job.id()) && message.status() == GONE);
            job.entered().forEach((type, times) -> {
                int told = ids.getOrDefault(type, Set.of()).size();
                if (told > times || told < times && !job.toldLater() && !gone) {
                    broken.add("%s was %s %d times, and told under %d ids".formatted(job.name(), type, times, told));
                }
            });
            ids.keySet().stream().filter(type -> !job.entered().containsKey(type))
                    .forEach(type -> broken.add("%s was told as %s, which it never was".formatted(job.name(), type)));
        }
        return broken;
    }
}
