package dev.cellmill.worker.provider.phone;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.metadata.DefaultMetadataDependenciesProvider;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An instance of libphonenumber for each country calling code: one alone keeps 100 compiled patterns, and compiles them
 * anew for nearly every number of a list from many countries, which takes three times as long. 35 KB each, at most 215.
 */
final class PhoneLibraries {
    private static final int LONGEST_CODE = 3;

    private final PhoneNumberUtil any = PhoneNumberUtil.getInstance();
    private final Set<Integer> codes = any.getSupportedCallingCodes();
    private final Map<Integer, PhoneNumberUtil> byCode = new ConcurrentHashMap<>();

    boolean isRegion(String region) {
        return any.getSupportedRegions().contains(region);
    }

    /** Any of them would give the same answer; this one gives it quickly. */
    PhoneNumberUtil libraryFor(String phone, String region) {
        int code = phone.startsWith("+") ? callingCode(phone) : any.getCountryCodeForRegion(region);
        return byCode.computeIfAbsent(code, PhoneLibraries::newLibrary);
    }

    /** No code is the beginning of another. 0 if there is none. */
    private int callingCode(String phone) {
        int code = 0;
        int digits = 0;
        for (int i = 1; i < phone.length() && digits < LONGEST_CODE; i++) {
            int digit = Character.digit(phone.charAt(i), 10);
            if (digit >= 0) {
                digits++;
                code = code * 10 + digit;
                if (codes.contains(code)) {
                    return code;
                }
            }
        }
        return 0;
    }

    private static PhoneNumberUtil newLibrary(int code) {
        return PhoneNumberUtil.createInstance(DefaultMetadataDependenciesProvider.getInstance().getMetadataLoader());
    }
}
