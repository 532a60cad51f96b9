package dev.cellmill.status.sheet;

import static java.util.Objects.requireNonNull;

import dev.cellmill.common.id.TenantId;
import java.util.List;
import java.util.UUID;

/**
 * A sheet with the columns that its jobs fill, all or some, and where their cells are.
 *
 * @param inputs names of the columns as given, in their order
 * @param columns names of the filled columns; a {@link Source#place} counts in them
 * @param sources every job's column of one of these names
 */
public record ShownSheet(
        TenantId tenant,
        UUID id,
        String name,
        int rowCount,
        List<String> inputs,
        List<String> columns,
        List<Source> sources) {

    public ShownSheet {
        requireNonNull(tenant, "tenant is null");
        requireNonNull(id, "id is null");
        requireNonNull(name, "name is null");
        inputs = List.copyOf(inputs);
        columns = List.copyOf(columns);
        sources = List.copyOf(sources);
    }
}
