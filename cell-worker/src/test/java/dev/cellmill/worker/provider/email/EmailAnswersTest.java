package dev.cellmill.worker.provider.email;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class EmailAnswersTest {
    private final EmailAnswers answers = new EmailAnswers();

    @ParameterizedTest
    @CsvSource({
            "Ann.Lee@Example.COM, Ann.Lee@example.com, example.com, false",
            "' info@acme.co.uk ', info@acme.co.uk, acme.co.uk, true",
            "mailto:Sales+eu@acme.de, Sales+eu@acme.de, acme.de, true",
            "jo@müller.de, jo@xn--mller-kva.de, xn--mller-kva.de, false",
            "jo@MÜLLER.de, jo@xn--mller-kva.de, xn--mller-kva.de, false",
            "\"a b\"@example.org, \"a b\"@example.org, example.org, false"})
    void normalisesAnAddress(String given, String address, String domain, boolean role) {
        ObjectNode answer = answer(given);
        assertThat(answer.get("valid").booleanValue()).isTrue();
        assertThat(answer.get("address").stringValue()).isEqualTo(address);
        assertThat(answer.get("domain").stringValue()).isEqualTo(domain);
        assertThat(address).startsWith(answer.get("local").stringValue() + "@");
        assertThat(answer.get("role").booleanValue()).isEqualTo(role);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "@", "ann", "ann@", "@acme.de", "ann@acme", "ann@localhost", "a b@acme.de",
            "ann@acme..de", "ann@acme.notatld", "ann@a@", "ann@-acme.de", "Ann <ann@acme.de>",
            "ann@acme.de, bob@acme.de",
            "ann@acme.de\nbcc:x@y.de"})
    void whatIsNoAddressIsAnAnswer(String text) {
        assertThat(answer(text)).hasToString("""
                {"address":null,"local":null,"domain":null,"role":null,"valid":false}""");
    }

    @Test
    void aLongTextIsNoAddress() {
        assertThat(answer("a".repeat(1_000_000) + "@acme.de").get("valid").booleanValue()).isFalse();
        assertThat(answer("a@" + "b.".repeat(1_000_000) + "de").get("valid").booleanValue()).isFalse();
    }

    private ObjectNode answer(String email) {
        return answers.answer(Map.of("email", email));
    }
}
