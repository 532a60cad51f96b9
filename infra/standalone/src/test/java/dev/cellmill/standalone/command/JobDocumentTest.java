package dev.cellmill.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobDocumentTest {
    private static final String JOB = """
            name: Tidy
            columns:
              - outputs: {e164: e164, country: country}
                provider: phone
                inputs: {phone: "{{phone}}"}
              - {name: language, provider: language, inputs: {text: "{{notes}}"}, field: language}
            """;

    private final JobDocument job = JobDocument.parse(JOB, "job.yaml");

    @Test
    void namesTheColumnsThatGroupsAndPlainColumnsFill() {
        assertThat(job.columns()).containsExactly("e164", "country", "language");
    }

    @Test
    void keepsOnlyTheNamedColumns() {
        assertThat(job.withColumns(List.of("language")).columns()).containsExactly("language");
    }

    @Test
    void keepsAGroupWholeIfOneOfItsColumnsIsNamed() {
        assertThat(job.withColumns(List.of("country")).columns()).containsExactly("e164", "country");
    }

    @Test
    void refusesAColumnThatTheJobDoesNotHaveAndNamesThoseItHas() {
        assertThatThrownBy(() -> job.withColumns(List.of("langage")))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("langage")
                .hasMessageContaining("e164, country, language");
    }

    @Test
    void setsSheetRowsAndCellsOnTopOfTheFile() {
        var json = job.onSheet("some-sheet").withRows(new RowRange(5, 10)).withCells("all").json();

        assertThat(json.path("sheet").asString()).isEqualTo("some-sheet");
        assertThat(json.path("rows").path("offset").asInt()).isEqualTo(5);
        assertThat(json.path("rows").path("limit").asInt()).isEqualTo(10);
        assertThat(json.path("cells").asString()).isEqualTo("all");
        assertThat(json.path("name").asString()).isEqualTo("Tidy");
    }

    @Test
    void refusesWhatIsNoYamlAndWhatIsNoJob() {
        assertThatThrownBy(() -> JobDocument.parse("columns: [", "broken.yaml"))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("broken.yaml is no YAML");
        assertThatThrownBy(() -> JobDocument.parse("- just\n- a list\n", "list.yaml"))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("list.yaml holds no job");
    }

    @Test
    void namesAFileThatIsNotThere() {
        assertThatThrownBy(() -> JobDocument.read(Path.of("nowhere.yaml")))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("nowhere.yaml");
    }
}
