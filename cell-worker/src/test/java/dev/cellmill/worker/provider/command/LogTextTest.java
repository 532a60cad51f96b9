package dev.cellmill.worker.provider.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.worker.provider.transport.Secrets;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogTextTest {
    private final Written written = new Written();
    private final LogText log = new LogText(written, new Secrets(List.of("abcabd", "key-1234")));

    @Test
    void aSecretIsTakenOutWhereverItIsCut() {
        String text = "x abcabcabd key-1234 abc";
        for (int cut = 0; cut <= text.length(); cut++) {
            var output = new Written();
            var taken = new LogText(output, new Secrets(List.of("abcabd", "key-1234")));
            taken.text(text.substring(0, cut));
            taken.text(text.substring(cut));
            taken.end();
            assertThat(output.log()).isEqualTo("x abc[secret] [secret] abc");
        }
    }

    @Test
    void whatBeginsNoSecretDoesNotWait() {
        log.text("50%");
        assertThat(written.logs).containsExactly("50%");
        log.text(" key-");
        assertThat(written.logs).containsExactly("50%", " ");
    }

    @Test
    void itsLastLinesAreHeldAndNoMore() {
        for (int line = 0; line < 10_000; line++) {
            log.text("line " + line + "\n\n");
        }
        assertThat(log.lastLines()).isEqualTo("line 9995 | line 9996 | line 9997 | line 9998 | line 9999");
        log.text("y".repeat(100_000));
        assertThat(log.lastLines()).isEqualTo("…" + "y".repeat(1000));
    }
}
