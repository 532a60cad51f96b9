package dev.cellmill.worker.provider.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class DomainAnswersTest {
    private final DomainAnswers answers = new DomainAnswers();

    @ParameterizedTest
    @CsvSource({
            "acme.com, acme.com, acme.com, com",
            "' WWW.Acme.CO.UK ', www.acme.co.uk, acme.co.uk, co.uk",
            "https://shop.acme.com.br:8443/path?q=a@b#c, shop.acme.com.br, acme.com.br, com.br",
            "http://user:secret@acme.de/, acme.de, acme.de, de",
            "//cdn.acme.io, cdn.acme.io, acme.io, io",
            "acme.fr:8080, acme.fr, acme.fr, fr",
            "acme.fr., acme.fr, acme.fr, fr",
            "acme.se/om-oss, acme.se, acme.se, se",
            "https://acme.github.io, acme.github.io, acme.github.io, github.io",
            "https://www.müller-gmbh.de/, www.xn--mller-gmbh-9db.de, xn--mller-gmbh-9db.de, de",
            "例え.jp, xn--r8jz45g.jp, xn--r8jz45g.jp, jp",
            "www.食狮.公司.cn, www.xn--85x722f.xn--55qx5d.cn, xn--85x722f.xn--55qx5d.cn, xn--55qx5d.cn"})
    void findsTheRegistrableDomain(String given, String host, String domain, String suffix) {
        ObjectNode answer = answer(given);
        assertThat(answer.get("valid").booleanValue()).isTrue();
        assertThat(answer.get("host").stringValue()).isEqualTo(host);
        assertThat(answer.get("domain").stringValue()).isEqualTo(domain);
        assertThat(answer.get("suffix").stringValue()).isEqualTo(suffix);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "n/a", "acme", "localhost", "http://", "https:/acme.com", "co.uk", "192.168.0.1",
            "http://[::1]/", "acme.notasuffix", "ann@acme.com", "mailto:ann@acme.com", "a b.com", "acme..com",
            "javascript:alert(1)", "acme.com, acme.de", "acme.com:port"})
    void whatIsNoSiteIsAnAnswer(String text) {
        assertThat(answer(text)).hasToString("""
                {"host":null,"domain":null,"suffix":null,"valid":false}""");
    }

    @Test
    void aLongTextIsNoSite() {
        assertThat(answer("a.".repeat(1_000_000) + "com").get("valid").booleanValue()).isFalse();
        assertThat(answer("http://" + "@".repeat(4_000)).get("valid").booleanValue()).isFalse();
    }

    private ObjectNode answer(String url) {
        return answers.answer(Map.of("url", url));
    }
}
