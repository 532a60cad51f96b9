package dev.cellmill.common.job;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Reads which cells and rows a job fills. */
final class CellReader {
    private static final Map<String, CellChoice> WORDS = Stream.of(CellChoice.values())
            .collect(Collectors.toMap(choice -> choice.name().toLowerCase(Locale.ROOT), choice -> choice));

    private CellReader() {}

    /** One word, or a list of them; missing where nothing is said. */
    static Set<CellChoice> cells(Members job) {
        JsonNode value = job.node("cells");
        if (value == null || !value.isArray()) {
            return Set.of(job.choice("cells", WORDS, Set.of(), CellChoice.MISSING));
        }
        Set<CellChoice> cells = EnumSet.noneOf(CellChoice.class);
        for (int i = 0; i < value.size(); i++) {
            CellChoice choice = value.get(i).isString() ? WORDS.get(value.get(i).stringValue()) : null;
            if (choice == null) {
                job.refuseAt(job.pointer("cells") + "/" + i, "Cells are missing, stale, failed, existing or all.");
            } else {
                cells.add(choice);
            }
        }
        if (value.isEmpty()) {
            job.refuse("cells", "A list of \"cells\" names at least one of missing, stale, failed, existing and all.");
        }
        return cells;
    }

    static RowRange rows(Members job) {
        Members rows = job.object("rows");
        if (rows == null) {
            return RowRange.ALL;
        }
        Integer offset = rows.integer("offset", 0, Integer.MAX_VALUE);
        Integer limit = rows.integer("limit", 1, Integer.MAX_VALUE);
        List<Integer> ids = ids(rows);
        if (!ids.isEmpty() && (offset != null || limit != null)) {
            rows.refuse("ids", "Rows are a range or a list of \"ids\", not both.");
        }
        rows.refuseOthers();
        return ids.isEmpty() ? new RowRange(offset == null ? 0 : offset, limit) : RowRange.of(ids);
    }

    private static List<Integer> ids(Members rows) {
        JsonNode value = rows.node("ids");
        if (value == null) {
            return List.of();
        }
        if (!value.isArray() || value.isEmpty() || value.size() > RowRange.MAX_IDS) {
            rows.refuse("ids",
                    "\"ids\" is a list of 1 to %,d row numbers, counted from 0.".formatted(RowRange.MAX_IDS));
            return List.of();
        }
        List<Integer> ids = new ArrayList<>();
        for (int i = 0; i < value.size(); i++) {
            if (value.get(i).isIntegralNumber() && value.get(i).canConvertToInt() && value.get(i).intValue() >= 0) {
                ids.add(value.get(i).intValue());
            } else {
                rows.refuseAt(rows.pointer("ids") + "/" + i, "A row is a whole number, counted from 0.");
            }
        }
        return ids;
    }
}
