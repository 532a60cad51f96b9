package dev.cellmill.common.planning;

import dev.cellmill.common.job.ColumnSpec;
import dev.cellmill.common.job.JobSpec;
import dev.cellmill.common.problem.DidYouMean;
import dev.cellmill.common.template.InvalidTemplate;
import dev.cellmill.common.template.Template;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The names that a job's templates may use: the sheet's columns, the generated ones, the parameters. */
final class Names {
    private final Set<String> columns;
    private final Set<String> parameters;
    private final Findings findings;

    /** Notes every name that stands for two things. */
    Names(JobSpec job, List<String> sheetColumns, Findings findings) {
        this.columns = new LinkedHashSet<>(sheetColumns);
        this.parameters = job.parameters().keySet();
        this.findings = findings;
        for (ColumnSpec column : job.columns()) {
            for (ColumnSpec.Target target : column.targets()) {
                if (!columns.add(target.name())) {
                    findings.add(target.pointer(),
                            "The sheet already has a column \"%s\"; give the new one another name."
                                    .formatted(target.name()));
                }
            }
        }
        for (String parameter : parameters) {
            if (columns.contains(parameter)) {
                findings.add("/parameters/" + Pointers.escape(parameter),
                        "\"%s\" is a column too; give the parameter another name.".formatted(parameter));
            }
        }
    }

    /** The columns that a template uses; notes unknown names and syntax errors at its place. */
    Collection<String> columnsIn(String template, String pointer) {
        try {
            return columnsAmong(Template.ofText(template).references(), pointer);
        } catch (InvalidTemplate e) {
            findings.add(pointer, "The template cannot be read: %s.".formatted(e.getMessage()));
            return List.of();
        }
    }

    private Collection<String> columnsAmong(Collection<String> names, String pointer) {
        var used = new ArrayList<String>();
        for (String name : names) {
            if (columns.contains(name)) {
                used.add(name);
            } else if (!parameters.contains(name)) {
                findings.add(pointer,
                        "{{%s}} is neither a column nor a parameter.%s".formatted(name,
                                DidYouMean.among(known(), name)));
            }
        }
        return used;
    }

    /** Notes a name in a condition that is no column. */
    void checkColumn(String name, String pointer) {
        if (!columns.contains(name)) {
            findings.add(pointer, "row[\"%s\"] is no column.%s".formatted(name, DidYouMean.among(columns, name)));
        }
    }

    boolean isColumn(String name) {
        return columns.contains(name);
    }

    boolean isParameter(String name) {
        return parameters.contains(name);
    }

    private Set<String> known() {
        var known = new LinkedHashSet<>(columns);
        known.addAll(parameters);
        return known;
    }
}
