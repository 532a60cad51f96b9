package dev.cellmill.common.template;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HexFormat;

/** Percent-encoding of everything but the unreserved characters of RFC 3986, section 2.3, as UTF-8. */
final class PercentEncoding {
    private static final BitSet UNRESERVED = unreserved();
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private PercentEncoding() {}

    static String encode(String value) {
        if (value.chars().allMatch(UNRESERVED::get)) {
            return value;
        }
        var encoded = new StringBuilder(value.length() * 3);
        for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
            if (octet > 0 && UNRESERVED.get(octet)) {
                encoded.append((char) octet);
            } else {
                HEX.toHexDigits(encoded.append('%'), octet);
            }
        }
        return encoded.toString();
    }

    private static BitSet unreserved() {
        var set = new BitSet(128);
        set.set('a', 'z' + 1);
        set.set('A', 'Z' + 1);
        set.set('0', '9' + 1);
        "-._~".chars().forEach(set::set);
        return set;
    }
}
