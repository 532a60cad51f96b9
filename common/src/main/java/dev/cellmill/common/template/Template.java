package dev.cellmill.common.template;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import java.util.Collections;
import java.util.Map;
import java.util.SortedSet;
import java.util.function.UnaryOperator;

/**
 * A compiled Mustache template over named texts. Names are literal ({@code {{Company Name}}}, {@code {{e.mail}}}),
 * blanks around them aside; an absent name renders empty; {@code {{#name}}…{{/name}}} shows where the value is not
 * empty, {@code {{^name}}…{{/name}}} where it is. No partials, no code. Immutable and thread-safe.
 */
public final class Template {
    /** The longest rendered text, in characters. */
    public static final int MAX_RENDERED = 1024 * 1024;

    private static final Mustache.Compiler TEXT = compiler(UnaryOperator.identity());
    private static final Mustache.Compiler URL = compiler(PercentEncoding::encode);

    private final com.samskivert.mustache.Template compiled;
    private final SortedSet<String> references;

    private Template(Mustache.Compiler compiler, String source) {
        this.compiled = compile(compiler, source);
        var visitor = new References(!source.contains("{{="));
        compiled.visit(visitor);
        this.references = Collections.unmodifiableSortedSet(visitor.names());
    }

    /**
     * Values go in as they are, for prompts and inputs.
     *
     * @throws InvalidTemplate if it cannot be read
     */
    public static Template ofText(String source) {
        return new Template(TEXT, source);
    }

    /**
     * Values go in percent-encoded, {@code {{{name}}}} and {@code {{&name}}} alike: a value never changes the URL's
     * shape.
     *
     * @throws InvalidTemplate if it cannot be read
     */
    public static Template ofUrl(String source) {
        return new Template(URL, source);
    }

    /** The names it uses. */
    public SortedSet<String> references() {
        return references;
    }

    /** @throws RenderedTooLarge beyond {@link #MAX_RENDERED} */
    public String render(Map<String, String> values) {
        var out = new BoundedWriter();
        compiled.execute(values, out);
        return out.toString();
    }

    private static Mustache.Compiler compiler(UnaryOperator<String> encoding) {
        return Mustache.compiler()
                .escapeHTML(false)
                .emptyStringIsFalse(true)
                .withCollector(new LiteralNames())
                .withFormatter(value -> encoding.apply((String) value));
    }

    private static com.samskivert.mustache.Template compile(Mustache.Compiler compiler, String source) {
        try {
            return compiler.compile(source);
        } catch (MustacheException e) {
            throw new InvalidTemplate(e.getMessage());
        } catch (StringIndexOutOfBoundsException e) {
            // the parser takes the first character of each tag for granted
            throw new InvalidTemplate("a tag is empty; write a column or parameter between {{ and }}");
        }
    }
}
