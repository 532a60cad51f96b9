package dev.cellmill.common.schema;

import com.google.re2j.Pattern;
import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressionFactory;

/**
 * The regular expressions of one schema, matched in time linear in the text (RE2, so without look-around and
 * back-references), their size together bounded. Not thread-safe while compiling; what it makes is.
 */
final class BoundedPatterns implements RegularExpressionFactory {
    /** Of all patterns of a schema, repetitions written out. */
    private static final long MOST_SIZE = 2_000;
    /** Of one match: text times pattern. About a second. */
    private static final long MOST_WORK = 20_000_000;

    private long size;

    @Override
    public RegularExpression getRegularExpression(String regex) {
        long own = RegexSize.of(regex);
        size += own;
        if (size > MOST_SIZE) {
            throw new UnboundedSchema(("its patterns are too long together, repetitions written out: more than %,d;"
                    + " shorten them").formatted(MOST_SIZE));
        }
        if (regex.contains("\\Q")) {
            throw new UnboundedSchema("a pattern quotes with \\Q; escape each character with a backslash");
        }
        Pattern pattern = Pattern.compile(regex);
        return text -> {
            if (text.length() * own > MOST_WORK) {
                throw new UnboundedSchema("a text of %,d characters is too long for its pattern"
                        .formatted(text.length()));
            }
            return pattern.matcher(text).find();
        };
    }
}
