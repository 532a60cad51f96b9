package dev.cellmill.common.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {

    @Test
    void headersAreTakenLiterally() {
        Template template = Template.ofText("{{ Company Name }} {{e.mail}} {{e}} {{length}} {{entrySet}} {{class}}|");

        assertThat(template.render(
                Map.of("Company Name", "Acme", "e.mail", "a@b.c", "e", "E", "length", "3")))
                .isEqualTo("Acme a@b.c E 3  |");
        assertThat(template.references()).containsExactly("Company Name", "class", "e", "e.mail", "entrySet", "length");
    }

    @Test
    void nothingIsEscapedInPrompts() {
        assertThat(Template.ofText("{{x}}{{{x}}}{{&x}}").render(Map.of("x", "<&'\">"))).isEqualTo("<&'\"><&'\"><&'\">");
    }

    @Test
    void absentAndEmptyValuesRenderEmpty() {
        assertThat(Template.ofText("[{{a}}{{b}}{{c.d}}]").render(Map.of("a", ""))).isEqualTo("[]");
    }

    @ParameterizedTest
    @CsvSource({"acme.com,at acme.com for Jo", "'',nowhere for Jo"})
    void sectionsShowByWhetherTheValueIsEmpty(String website, String shown) {
        Template template = Template.ofText("{{#site}}at {{site}}{{/site}}{{^site}}nowhere{{/site}} for {{name}}");

        assertThat(template.render(Map.of("site", website, "name", "Jo"))).isEqualTo(shown);
    }

    @Test
    void insideASectionNamesStillComeFromTheRow() {
        Template template = Template.ofText("{{#a}}{{length}}{{bytes}}{{a.b}}{{c}}{{/a}}");

        assertThat(template.render(Map.of("a", "value", "a.b", "1", "c", "2"))).isEqualTo("12");
    }

    @Test
    void urlsGetEveryValuePercentEncoded() {
        Template template = Template.ofUrl("https://x/{{p}}?q={{{p}}}&r={{&p}}");

        assertThat(template.render(Map.of("p", "a b/ü&~"))).isEqualTo(
                "https://x/a%20b%2F%C3%BC%26~?q=a%20b%2F%C3%BC%26~&r=a%20b%2F%C3%BC%26~");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{{#a}}x", "{{/a}}", "{{#a}}{{/b}}", "{{}}", "{{ }}", "{{{}}}", "{{#}}{{/}}", "{{{a}}",
            "{{a", "{{a}", "{{>other}}", "{{<other}}{{/other}}", "{{$a}}{{/a}}", "{{.}}", "{{this}}", "{{-index}}",
            "{{=x=}}", "{{=}}", "{{a\nb}}", "{{#a}}{{"})
    void whatCannotBeReadIsRefusedWithASentence(String source) {
        assertThatThrownBy(() -> Template.ofText(source)).isInstanceOf(InvalidTemplate.class)
                .message().isNotBlank();
    }

    @Test
    void deeplyNestedSectionsAreRefusedWithoutHarm() {
        assertThatThrownBy(() -> Template.ofText("{{#a}}".repeat(50_000) + "{{/a}}".repeat(50_000)))
                .isInstanceOf(InvalidTemplate.class)
                .hasMessageContaining("sections");
    }

    @Test
    void otherDelimitersLetBracesStandAsText() {
        assertThat(Template.ofText("{{=<% %>=}}{{<% a %>}}").render(Map.of("a", "1"))).isEqualTo("{{1}}");
    }

    @Test
    void theRenderedTextIsBounded() {
        Map<String, String> values = Map.of("x", "x".repeat(Template.MAX_RENDERED / 2));

        assertThat(Template.ofText("{{x}}{{x}}").render(values)).hasSize(Template.MAX_RENDERED);
        assertThatThrownBy(() -> Template.ofText("{{x}}{{x}}!").render(values)).isInstanceOf(RenderedTooLarge.class);
    }
}
