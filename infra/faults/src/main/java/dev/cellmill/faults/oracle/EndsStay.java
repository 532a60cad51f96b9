package dev.cellmill.faults.oracle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/** A terminal state never changes within a run, nor does the value; an ended job stays as it is. */
record EndsStay() implements Check {
    @Override
    public String name() {
        return "ends-stay";
    }

    @Override
    public List<String> broken(Facts facts) {
        var broken = new ArrayList<>(facts.former());
        var seen = new HashMap<Facts.Place, Facts.Sighting>();
        for (Facts.Sighting sighting : facts.sightings()) {
            hold(sighting, seen, broken);
        }
        var newest = new HashMap<List<Object>, Long>();
        for (Facts.JobFacts job : facts.jobs()) {
            for (Facts.CellFacts cell : job.cells()) {
                var place = new Facts.Place(job.id(), cell.row(), cell.column(), cell.run());
                newest.put(List.of(job.id(), cell.row(), cell.column()), cell.run());
                hold(new Facts.Sighting(place, cell.state(), cell.digest()), seen, broken);
            }
        }
        for (Facts.Place place : seen.keySet()) {
            Long run = newest.get(List.of(place.job(), place.row(), place.column()));
            if (run == null || run < place.run()) {
                broken.add("%s had ended, and is gone".formatted(place));
            }
        }
        return broken;
    }

    private static void hold(Facts.Sighting sighting, HashMap<Facts.Place, Facts.Sighting> seen, List<String> broken) {
        Facts.Sighting before = seen.putIfAbsent(sighting.place(), sighting);
        if (before != null && !before.equals(sighting)) {
            broken.add("%s was %d (%s) and then %d (%s)".formatted(sighting.place(), before.state(), before.digest(),
                    sighting.state(), sighting.digest()));
        }
    }
}
