package dev.cellmill.common.job;

import dev.cellmill.common.plan.JobPlan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the columns of a job. */
final class ColumnReader {
    private static final int MOST_EXAMPLES = 50;

    private ColumnReader() {}

    static List<ColumnSpec> columns(Members job) {
        List<Members> elements = job.objects("columns");
        if (elements == null || elements.isEmpty()) {
            job.refuse("columns", "A job fills at least one column; name it under \"columns\".");
            return List.of();
        }
        if (elements.size() > JobPlan.MAX_COLUMNS) {
            job.refuse("columns", tooMany(elements.size()));
            return List.of();
        }
        List<ColumnSpec> columns = elements.stream().map(ColumnReader::column).toList();
        checkTargets(job, columns);
        return columns;
    }

    private static void checkTargets(Members job, List<ColumnSpec> columns) {
        Set<String> names = new HashSet<>();
        List<ColumnSpec.Target> targets = columns.stream().flatMap(column -> column.targets().stream()).toList();
        for (ColumnSpec.Target target : targets) {
            if (!names.add(target.name())) {
                job.refuseAt(target.pointer(),
                        "Two columns are named \"%s\"; rename one.".formatted(target.name()));
            }
        }
        if (targets.size() > JobPlan.MAX_COLUMNS) {
            job.refuse("columns", tooMany(targets.size()));
        }
    }

    private static String tooMany(int columns) {
        return "A job fills at most %d columns, not %d; split it in two.".formatted(JobPlan.MAX_COLUMNS, columns);
    }

    private static ColumnSpec column(Members column) {
        Integer examples = column.integer("examples", 0, MOST_EXAMPLES);
        var spec = new ColumnSpec(
                targets(column),
                column.text("prompt"),
                column.text("system"),
                column.texts("inputs"),
                StepReader.steps(column),
                OutputReader.output(column),
                examples == null ? 0 : examples,
                column.text("runIf"),
                column.pointer());
        column.refuseOthers();
        return spec;
    }

    private static List<ColumnSpec.Target> targets(Members column) {
        String name = column.name("name");
        String field = field(column);
        Map<String, String> outputs = column.texts("outputs");
        if (outputs == null) {
            if (name == null && !column.has("name")) {
                column.refuse("name", "A column has a \"name\", or several under \"outputs\".");
            }
            return name == null
                    ? List.of()
                    : List.of(new ColumnSpec.Target(name, field, false, column.pointer("name")));
        }
        if (column.has("name") || column.has("field")) {
            column.refuse("outputs", "\"outputs\" names columns and their fields itself; leave out name and field.");
        }
        if (outputs.isEmpty()) {
            column.refuse("outputs",
                    "\"outputs\" holds at least one column and its field, like {city: /address/city}.");
        }
        var targets = new ArrayList<ColumnSpec.Target>();
        Members fields = column.object("outputs");
        outputs.forEach((target, path) -> {
            if (fields != null && checkField(fields, target, path)) {
                targets.add(new ColumnSpec.Target(target, path, true, fields.pointer(target)));
            }
        });
        return targets;
    }

    static @Nullable String field(Members members) {
        String field = members.text("field");
        return field != null && checkField(members, "field", field) ? field : null;
    }

    /** A name, or a JSON Pointer (RFC 6901). */
    private static boolean checkField(Members members, String key, String field) {
        if (field.isBlank() || field.startsWith("/") && field.matches(".*~(?![01]).*")) {
            members.refuse(key, "A field is a name, or a JSON Pointer like /address/city (~ is written ~0, / ~1).");
            return false;
        }
        return true;
    }
}
