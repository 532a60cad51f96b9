package dev.cellmill.common.planning;

/** JSON Pointers (RFC 6901). */
final class Pointers {
    private Pointers() {}

    static String escape(String member) {
        return member.replace("~", "~0").replace("/", "~1");
    }
}
