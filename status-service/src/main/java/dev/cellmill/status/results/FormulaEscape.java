package dev.cellmill.status.results;

/**
 * Keeps a spreadsheet from running a value as a formula, by a {@code '} before it: values that begin with {@code =},
 * {@code @}, tab or CR, and with {@code +} or {@code -} unless only digits, spaces and {@code ().-} follow, so that
 * phone numbers and plain numbers stay as they are. Pure.
 */
final class FormulaEscape {
    private static final String HARMLESS = " ().-";

    private FormulaEscape() {}

    static String escape(String value) {
        return runs(value) ? "'" + value : value;
    }

    private static boolean runs(String value) {
        if (value.isEmpty()) {
            return false;
        }
        return switch (value.charAt(0)) {
            case '=', '@', '\t', '\r' -> true;
            case '+', '-' -> !isNumber(value);
            default -> false;
        };
    }

    private static boolean isNumber(String value) {
        for (int i = 1; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < '0' || c > '9') && HARMLESS.indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }
}
