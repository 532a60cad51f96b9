package dev.cellmill.jobapi.sheet;

import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.problem.ProblemType;

/** Makes the two kinds of problem a body can have. Each detail names the place and the remedy. */
final class SheetProblems {
    private static final int SHOWN = 60;

    private SheetProblems() {}

    static ProblemException malformed(long line, String detail) {
        return new ProblemException(Problem.atLine(ProblemType.SHEET_MALFORMED, line, detail));
    }

    static ProblemException malformed(String detail) {
        return new ProblemException(Problem.of(ProblemType.SHEET_MALFORMED, detail));
    }

    static ProblemException tooLarge(long line, String detail) {
        return new ProblemException(Problem.atLine(ProblemType.SHEET_TOO_LARGE, line, detail));
    }

    static ProblemException tooLarge(String detail) {
        return new ProblemException(Problem.of(ProblemType.SHEET_TOO_LARGE, detail));
    }

    static String nameOf(char unstorable) {
        return unstorable == 0 ? "the character NUL" : "half a surrogate pair (\\u%04x)".formatted((int) unstorable);
    }

    /** What someone else wrote, in quotes, short and on one line. */
    static String shown(String text) {
        String start = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
        return "'" + start.replaceAll("\\p{Cntrl}", " ") + "'";
    }
}
