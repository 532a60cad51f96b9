package dev.cellmill.jobapi.job;

import static dev.cellmill.common.db.generated.intake.Tables.CELL_EDIT;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.max;

import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.job.ColumnSpec;
import dev.cellmill.common.job.JobSpec;
import dev.cellmill.common.json.Json;
import dev.cellmill.common.plan.JobPlan;
import dev.cellmill.common.plan.PlannedColumn;
import dev.cellmill.common.plan.PlannedStep;
import dev.cellmill.common.plan.PlannedStep.Example;
import dev.cellmill.common.plan.ProviderFamily;
import dev.cellmill.common.template.CellText;
import dev.cellmill.common.template.RenderedTooLarge;
import dev.cellmill.common.template.Template;
import dev.cellmill.jobapi.schedule.RowTexts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The rows that people validated, as examples for the models that fill the same columns: of each column that
 * asks for them the newest, once for a job. A row is one for the columns of one {@code outputs} if it is validated in all
 * of them.
 */
@Component
class ChooseExamples {
    /** Of one step: examples are sent with every request. More rows are then left out. */
    private static final int MOST_CHARACTERS = 64 * 1024;

    /** A row that is validated in every column of one answer. @param values by column */
    private record Validated(int row, Map<String, JsonNode> values) {}

    /** The plan with its examples. Reads on the given connection alone. */
    JobPlan choose(DSLContext reading, TenantId tenant, JobSpec spec, JobSheet sheet, JobPlan plan) {
        if (spec.columns().stream().allMatch(column -> column.examples() == 0)) {
            return plan;
        }
        var columns = new ArrayList<PlannedColumn>();
        for (ColumnSpec written : spec.columns()) {
            int first = columns.size();
            List<PlannedColumn> group = plan.columns().subList(first, first + written.targets().size());
            List<Validated> rows = written.examples() == 0
                    ? List.of()
                    : validated(reading, sheet, group, written.examples());
            columns.addAll(rows.isEmpty() ? group : withExamples(reading, tenant, sheet, plan, group, rows));
        }
        return new JobPlan(columns, plan.parameters());
    }

    private static List<Validated> validated(DSLContext reading, JobSheet sheet, List<PlannedColumn> group, int most) {
        List<String> names = group.stream().map(PlannedColumn::name).toList();
        var chosen = CELL_EDIT.SHEET_ID.eq(sheet.id().value())
                .and(CELL_EDIT.COLUMN_NAME.in(names))
                .and(CELL_EDIT.VALIDATED)
                .and(CELL_EDIT.VALUE.ne(JSONB.valueOf("null")));
        List<Integer> rows = reading.select(CELL_EDIT.ROW)
                .from(CELL_EDIT)
                .where(chosen)
                .groupBy(CELL_EDIT.ROW)
                .having(count().eq(names.size()))
                .orderBy(max(CELL_EDIT.EDITED_AT).desc(), CELL_EDIT.ROW)
                .limit(most)
                .fetch(CELL_EDIT.ROW);
        var values = new HashMap<Integer, Map<String, JsonNode>>();
        reading.select(CELL_EDIT.ROW, CELL_EDIT.COLUMN_NAME, CELL_EDIT.VALUE)
                .from(CELL_EDIT)
                .where(chosen.and(CELL_EDIT.ROW.in(rows)))
                .forEach(cell -> values.computeIfAbsent(cell.value1(), row -> new HashMap<>())
                        .put(cell.value2(), Json.MAPPER.readTree(cell.value3().data())));
        return rows.stream().map(row -> new Validated(row, values.get(row))).toList();
    }

    private static List<PlannedColumn> withExamples(DSLContext reading, TenantId tenant, JobSheet sheet, JobPlan plan,
            List<PlannedColumn> group, List<Validated> rows) {
        Map<Integer, Map<String, String>> texts = reading.connectionResult(connection -> RowTexts.of(connection,
                tenant, sheet.id(), sheet.columns(), plan, group.getFirst(),
                rows.stream().map(Validated::row).toList()));
        texts.values().forEach(names -> plan.parameters().forEach(names::putIfAbsent));
        List<List<Example>> ofSteps = IntStream.range(0, group.getFirst().steps().size())
                .mapToObj(place -> examples(group, place, rows, texts))
                .toList();
        return group.stream()
                .map(column -> column.withSteps(IntStream.range(0, ofSteps.size())
                        .mapToObj(place -> column.steps().get(place).withExamples(ofSteps.get(place)))
                        .toList()))
                .toList();
    }

    private static List<Example> examples(List<PlannedColumn> group, int place, List<Validated> rows,
            Map<Integer, Map<String, String>> texts) {
        PlannedStep step = group.getFirst().steps().get(place);
        if (step.question() == null) {
            return List.of();
        }
        Template question = Template.ofText(step.question());
        var examples = new ArrayList<Example>();
        int characters = 0;
        for (Validated row : rows) {
            try {
                String answer = answer(group, place, row);
                if (answer == null) {
                    continue;
                }
                var example = new Example(question.render(texts.get(row.row())), answer);
                characters += example.prompt().length() + example.answer().length();
                if (characters > MOST_CHARACTERS) {
                    return examples;
                }
                examples.add(example);
            } catch (RenderedTooLarge _) {
                // no request could be made of it, so it is no example of one
            }
        }
        return examples;
    }

    /**
     * As the model would have to write it so that every column takes its value from it. Null if it cannot be, since one
     * column's field lies within another's.
     */
    private static @Nullable String answer(List<PlannedColumn> group, int place, Validated row) {
        ObjectNode whole = Json.MAPPER.createObjectNode();
        for (PlannedColumn column : group) {
            String field = column.steps().get(place).field();
            JsonNode value = row.values().get(column.name());
            if (field == null || column.steps().get(place).family() == ProviderFamily.CLASSIFIER) {
                return CellText.of(value);
            }
            String[] path = field.startsWith("/") ? field.substring(1).split("/", -1) : new String[]{field};
            if (!put(whole, path, value)) {
                return null;
            }
        }
        return whole.toString();
    }

    /** @return false if another value stands in the way */
    private static boolean put(ObjectNode whole, String[] path, JsonNode value) {
        ObjectNode within = whole;
        for (int depth = 0; depth < path.length - 1; depth++) {
            String name = unescaped(path[depth]);
            if (within.has(name) && !within.path(name).isObject()) {
                return false;
            }
            within = within.withObjectProperty(name);
        }
        String last = unescaped(path[path.length - 1]);
        if (within.has(last)) {
            return false;
        }
        within.set(last, value.deepCopy());
        return true;
    }

    /** Of a JSON Pointer (RFC 6901, 4). */
    private static String unescaped(String token) {
        return token.replace("~1", "/").replace("~0", "~");
    }
}
