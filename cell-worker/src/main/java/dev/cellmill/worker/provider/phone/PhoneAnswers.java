package dev.cellmill.worker.provider.phone;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import com.google.i18n.phonenumbers.geocoding.PhoneNumberOfflineGeocoder;
import dev.cellmill.worker.provider.local.LocalAnswers;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Libphonenumber's own answers, under its own names of countries and types; nulls for what it does not hold a valid
 * number. The location is in English.
 */
final class PhoneAnswers implements LocalAnswers {
    /** What libphonenumber reads as "none given": only numbers with a country code are understood. */
    private static final String NO_REGION = "ZZ";

    /** The country of numbers that belong to none, such as those of satellites. */
    private static final String WORLD = "001";

    private final PhoneLibraries libraries = new PhoneLibraries();

    @Override
    public ObjectNode answer(Map<String, String> inputs) {
        String text = inputs.getOrDefault("phone", "").strip();
        String region = region(inputs.getOrDefault("region", ""));
        PhoneNumberUtil library = libraries.libraryFor(text, region);
        PhoneNumber number = parse(library, text, region);
        PhoneNumberType type = number == null ? PhoneNumberType.UNKNOWN : library.getNumberType(number);
        if (number == null || type == PhoneNumberType.UNKNOWN) {
            // what has no type is what the library calls invalid; asking it again would double the work
            return object(null, null, null, null, null, null, false);
        }
        return object(
                library.format(number, PhoneNumberFormat.E164),
                library.getRegionCodeForNumber(number),
                type.name(),
                library.format(number, PhoneNumberFormat.NATIONAL),
                library.format(number, PhoneNumberFormat.INTERNATIONAL),
                location(library, number, type),
                true);
    }

    private static @Nullable PhoneNumber parse(PhoneNumberUtil library, String text, String region) {
        try {
            return text.isEmpty() ? null : library.parse(text, region);
        } catch (NumberParseException e) {
            return null;
        }
    }

    private String region(String given) {
        String region = given.strip().toUpperCase(Locale.ROOT);
        return libraries.isRegion(region) ? region : NO_REGION;
    }

    /** The library's own description, without its finding out the type once more where that is plain already. */
    private static @Nullable String location(PhoneNumberUtil library, PhoneNumber number, PhoneNumberType type) {
        List<String> countries = library.getRegionCodesForCountryCode(number.getCountryCode());
        if (library.isNumberGeographical(type, number.getCountryCode())) {
            return textOrNull(Geocoder.INSTANCE.getDescriptionForValidNumber(number, Locale.ENGLISH));
        }
        return countries.size() == 1 && !countries.getFirst().equals(WORLD)
                ? Locale.of("", countries.getFirst()).getDisplayCountry(Locale.ENGLISH)
                : textOrNull(Geocoder.INSTANCE.getDescriptionForNumber(number, Locale.ENGLISH));
    }

    private static @Nullable String textOrNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static ObjectNode object(
            @Nullable String e164,
            @Nullable String country,
            @Nullable String type,
            @Nullable String national,
            @Nullable String international,
            @Nullable String location,
            boolean valid) {
        return JsonNodeFactory.instance.objectNode()
                .put("e164", e164)
                .put("country", country)
                .put("type", type)
                .put("national", national)
                .put("international", international)
                .put("location", location)
                .put("valid", valid);
    }

    /** Read from the class path at the first phone number, not at the start of a worker that may never see one. */
    private static final class Geocoder {
        static final PhoneNumberOfflineGeocoder INSTANCE = PhoneNumberOfflineGeocoder.getInstance();
    }
}
