package dev.cellmill.worker.provider.phone;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import com.google.i18n.phonenumbers.geocoding.PhoneNumberOfflineGeocoder;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class PhoneAnswersTest {
    private final PhoneAnswers answers = new PhoneAnswers();
    private final PhoneNumberOfflineGeocoder geocoder = PhoneNumberOfflineGeocoder.getInstance();
    private final PhoneNumberUtil library = PhoneNumberUtil.getInstance();

    @Test
    void agreesWithTheLibraryOnExampleNumbersOfEveryRegionAndType() throws NumberParseException {
        int seen = 0;
        for (String region : library.getSupportedRegions()) {
            for (PhoneNumberType type : PhoneNumberType.values()) {
                PhoneNumber number = library.getExampleNumberForType(region, type);
                if (number != null) {
                    seen++;
                    agrees(library.format(number, PhoneNumberFormat.NATIONAL), region);
                    agrees(library.format(number, PhoneNumberFormat.INTERNATIONAL), "");
                    agrees(library.format(number, PhoneNumberFormat.E164), "US");
                    agrees(library.format(number, PhoneNumberFormat.E164) + "7", "FR");
                    agrees(library.getNationalSignificantNumber(number), "DE");
                }
            }
        }
        assertThat(seen).isGreaterThan(1_000);
    }

    @Test
    void saysEverythingOfANumber() {
        assertThat(answer("(650) 253-0000", "us")).hasToString("""
                {"e164":"+16502530000","country":"US","type":"FIXED_LINE_OR_MOBILE","national":"(650) 253-0000",\
                "international":"+1 650-253-0000","location":"Mountain View, CA","valid":true}""");
    }

    @Test
    void needsNoRegionForANumberWithItsCountryCode() {
        assertThat(answer("0044 20 7946 0000", "DE").get("country").stringValue()).isEqualTo("GB");
        assertThat(answer("+44 20 7946 0000", "nowhere").get("country").stringValue()).isEqualTo("GB");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "n/a", "12", "+49", "555-0100", "+999 123456789", "call Ann", "\0", "🙂"})
    void whatIsNoPhoneIsAnAnswer(String text) {
        ObjectNode answer = answer(text, "US");
        assertThat(answer.get("valid").booleanValue()).isFalse();
        assertThat(answer.propertyNames()).hasSize(7)
                .filteredOn(name -> !name.equals("valid"))
                .allMatch(name -> answer.get(name).isNull());
    }

    @Test
    void aLongTextIsNoPhone() {
        assertThat(answer("1".repeat(1_000_000), "US").get("valid").booleanValue()).isFalse();
    }

    private void agrees(String text, String region) throws NumberParseException {
        PhoneNumber number = library.parse(text, region.isEmpty() ? "ZZ" : region);
        ObjectNode answer = answer(text, region);
        assertThat(answer.get("valid").booleanValue()).as(text).isEqualTo(library.isValidNumber(number));
        if (answer.get("valid").booleanValue()) {
            assertThat(answer.get("e164").stringValue()).isEqualTo(library.format(number, PhoneNumberFormat.E164));
            assertThat(answer.get("country").stringValue()).isEqualTo(library.getRegionCodeForNumber(number));
            assertThat(answer.get("type").stringValue()).isEqualTo(library.getNumberType(number).name());
            assertThat(answer.path("location").asString())
                    .isEqualTo(geocoder.getDescriptionForNumber(number, Locale.ENGLISH));
        }
    }

    private ObjectNode answer(String phone, String region) {
        return answers.answer(Map.of("phone", phone, "region", region));
    }
}
