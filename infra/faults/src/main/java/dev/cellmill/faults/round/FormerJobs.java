package dev.cellmill.faults.round;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Jobs of earlier rounds, as they were when they had ended. Not thread-safe. */
final class FormerJobs {
    /** Older ones are let go, so that a long series asks for no more than a short one. */
    private static final int MOST = 300;

    private final Map<String, String> digests = new LinkedHashMap<>();
    private final Cells cells;

    FormerJobs(Cells cells) {
        this.cells = cells;
    }

    void remember(List<String> jobs) {
        digests.putAll(cells.digests(jobs));
        var oldest = digests.keySet().iterator();
        while (digests.size() > MOST) {
            oldest.next();
            oldest.remove();
        }
    }

    /** @return what is not as it was */
    List<String> changed() {
        var changed = new ArrayList<String>();
        Map<String, String> now = cells.digests(List.copyOf(digests.keySet()));
        digests.forEach((job, digest) -> {
            if (!digest.equals(now.get(job))) {
                changed.add("job %s of an earlier round is not as it was when it had ended".formatted(job));
            }
        });
        return changed;
    }
}
