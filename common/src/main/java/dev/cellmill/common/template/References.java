package dev.cellmill.common.template;

import com.samskivert.mustache.Mustache;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Visits a compiled template: gathers the names it uses, and refuses what templates here may not do. */
final class References implements Mustache.Visitor {
    private static final int MAX_SECTIONS = 1000;
    private static final Set<String> RESERVED = Set.of(".", "this", "-first", "-last", "-index");

    private final SortedSet<String> names = new TreeSet<>();
    private final boolean usualDelimiters;
    private int sections;

    /** @param usualDelimiters whether the template keeps to {@code {{ }}}, so that one in its text was never closed */
    References(boolean usualDelimiters) {
        this.usualDelimiters = usualDelimiters;
    }

    SortedSet<String> names() {
        return names;
    }

    @Override
    public void visitText(String text) {
        if (usualDelimiters && text.contains("{{")) {
            throw new InvalidTemplate("a tag is opened with {{ and never closed with }}");
        }
    }

    @Override
    public void visitVariable(String name) {
        if (name.isEmpty()) {
            throw new InvalidTemplate("a tag is empty; write a column or parameter between {{ and }}");
        }
        if (RESERVED.contains(name)) {
            throw new InvalidTemplate(
                    "{{%s}} names no column or parameter; write the whole name of one".formatted(name));
        }
        names.add(name);
    }

    @Override
    public boolean visitSection(String name) {
        // counted before going down, so the depth of this recursion is bounded too
        if (++sections > MAX_SECTIONS) {
            throw new InvalidTemplate("a template has at most %d sections".formatted(MAX_SECTIONS));
        }
        visitVariable(name);
        return true;
    }

    @Override
    public boolean visitInvertedSection(String name) {
        return visitSection(name);
    }

    @Override
    public boolean visitInclude(String name) {
        throw noPartials(name);
    }

    @Override
    public boolean visitParent(String name) {
        throw noPartials(name);
    }

    @Override
    public boolean visitBlock(String name) {
        throw noPartials(name);
    }

    private static InvalidTemplate noPartials(String name) {
        return new InvalidTemplate(
                "templates cannot include others (%s); write the text itself".formatted(name));
    }
}
