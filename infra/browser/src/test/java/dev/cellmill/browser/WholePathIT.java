package dev.cellmill.browser;

import static dev.cellmill.browser.Site.SITE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.support.ui.Select;

class WholePathIT {
    private static final String CSV = "name;website\nAda;https://www.example.co.uk/about\nBob;example.org\n<b>Eve</b>;\n";
    private static final String DROP = """
            const files = new DataTransfer();
            files.items.add(new File([arguments[0]], "leads.csv", {type: "text/csv"}));
            document.querySelector(".drop").dispatchEvent(
                new DragEvent("drop", {dataTransfer: files, bubbles: true, cancelable: true}));
            """;

    @Test
    void fromDroppingAFileToTheFilledOne() {
        try (Browser browser = Browser.start()) {
            browser.open("/new");
            browser.one(".drop");
            browser.run(DROP, CSV);
            browser.text(".chosen", text -> text.startsWith("leads.csv 3 rows, 2 columns"));
            browser.awaitFocus(text -> text.startsWith("H2") && text.endsWith("Columns to fill"));

            browser.field("/columns/0/name").sendKeys("domain");
            new Select(browser.field("/columns/0/provider")).selectByValue("domain");
            browser.field("/columns/0/inputs/url").sendKeys("{{website}}");
            new Select(browser.field("/columns/0/field")).selectByValue("domain");
            browser.press("Preview five rows");
            browser.text(".summary", text -> text.contains("3 cells"));
            assertThat(browser.text(".requests")).contains("url https://www.example.co.uk/about", "(empty)");

            browser.press("Run");
            browser.text(".heading .chip", "Completed"::equals);
            browser.text(".grid-row[aria-rowindex='2'] [aria-colindex='3']", "example.co.uk"::equals);
            assertThat(browser.cell(3, 1)).as("the input that the column takes, as text").isEmpty();

            browser.press("CSV");
            assertThat(browser.downloaded())
                    .isEqualToIgnoringNewLines(
                            "name,website,domain\nAda,https://www.example.co.uk/about,example.co.uk\n"
                                    + "Bob,example.org,example.org\n<b>Eve</b>,,\n");
            browser.assertQuiet();
        }
    }

    @Test
    void theSameAsYamlAndARefusalNamesThePlace() {
        SITE.sheet("phones.csv", "phone\n+45 34 41 25 82\n");
        try (Browser browser = Browser.start()) {
            browser.open("/new");
            choose(browser, "phones.csv");
            browser.press("YAML");
            var yaml = browser.one("textarea.code");
            yaml.clear();
            yaml.sendKeys("columns:\n- name: e164\nprovider: fone");
            browser.press("Run");
            browser.text(".problem", text -> text.contains("Did you mean") || text.contains("known"));
            yaml.clear();
            yaml.sendKeys(
                    "name: Numbers\ncolumns: [{name: e164, provider: phone, inputs: {phone: '{{phone}}'}, field: e164}]");
            browser.press("Run");
            browser.text("h1", "Numbers"::equals);
            browser.text(".grid-row[aria-rowindex='2'] [aria-colindex='3']", "+4534412582"::equals);
        }
    }

    @Test
    void aPersonChangesAndConfirmsACell() {
        String sheet = SITE.sheet("sites.csv", "website\nexample.org\n");
        SITE.job(Map.of("name", "Sites", "sheet", sheet, "columns", List.of(Map.of("name", "host",
                "provider", "domain", "inputs", Map.of("url", "{{website}}"), "field", "host"))));
        try (Browser browser = Browser.start()) {
            browser.open("/");
            browser.press("Sites");
            browser.text(".grid-row[aria-rowindex='2'] [aria-colindex='3']", "example.org"::equals);
            browser.one(".grid-row[aria-rowindex='2'] [aria-colindex='3']").click();
            assertThat(browser.text("dialog", text -> text.contains("Providerdomain"))).contains("host", "Done");

            browser.press("Edit or confirm");
            var value = browser.one("dialog textarea");
            value.clear();
            value.sendKeys("www.example.org");
            browser.one("dialog input[type=checkbox]").click();
            browser.press("Save");
            browser.text("dialog", text -> text.contains("Saved and confirmed."));
            browser.type(Keys.ESCAPE);
            browser.text(".grid-row[aria-rowindex='2'] [aria-colindex='3']",
                    text -> text.startsWith("www.example.org"));
            assertThat(SITE.get("/v1/status/cells/%s/0/host".formatted(sheet)).path("validated").booleanValue())
                    .isTrue();

            browser.one(".grid-row[aria-rowindex='2'] [aria-colindex='3']").click();
            browser.press("Change the confirmed value");
            browser.press("Take my value out");
            browser.text("dialog", text -> text.contains("Your value is taken out."));
            browser.type(Keys.ESCAPE);
            browser.text(".grid-row[aria-rowindex='2'] [aria-colindex='3']", "example.org"::equals);

            String number = "12345678901234567890";
            SITE.put("/v1/sheets/%s/cells/0/host".formatted(sheet), "{\"value\": %s}".formatted(number));
            browser.one(".grid-row[aria-rowindex='2'] [aria-colindex='3']").click();
            browser.text("dialog", text -> text.contains("Froma person"));
            browser.press("Edit or confirm");
            browser.one("dialog input[type=checkbox]").click();
            browser.press("Save");
            browser.text("dialog", text -> text.contains("Saved and confirmed."));
            assertThat(SITE.get("/v1/status/cells/%s/0/host".formatted(sheet)).path("value").toString())
                    .as("all digits, though a browser's number has fewer").isEqualTo(number);
            browser.assertQuiet();
        }
    }

    static void choose(Browser browser, String sheet) {
        var sheets = browser.one("[aria-labelledby=step-rows] select");
        sheets.findElements(By.tagName("option")).stream().filter(one -> one.getText().startsWith(sheet)).findFirst()
                .orElseThrow().click();
        browser.press("Use");
        browser.one(".chosen");
    }
}
