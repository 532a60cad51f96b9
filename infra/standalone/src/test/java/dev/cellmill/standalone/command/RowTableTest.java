package dev.cellmill.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowTableTest {

    @Test
    void showsValuesInLineAndTheStateOfACellWithoutOne() {
        var rows = Json.MAPPER.readTree("""
                [{"row": 0, "input": {"name": "Ada"}, "cells": {"size": {"state": "done", "value": 12}}},
                 {"row": 1, "input": {"name": "Bob\\nof two lines"}, "cells": {"size": {"state": "failed"}}}]
                """);

        assertThat(RowTable.of(rows, List.of("name"), List.of("size"))).isEqualTo("""
                name              size
                Ada               12
                Bob of two lines  (failed)
                """);
    }

    @Test
    void cutsWhatIsTooWide() {
        var rows = Json.MAPPER.readTree("""
                [{"row": 0, "input": {"name": "A name that goes on and on and on"}, "cells": {}}]
                """);

        assertThat(RowTable.of(rows, List.of("name"), List.of()).lines().toList().get(1)).hasSize(22).endsWith("…");
    }
}
