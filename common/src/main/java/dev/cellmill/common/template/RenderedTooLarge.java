package dev.cellmill.common.template;

/** A rendered template that would exceed {@link Template#MAX_RENDERED}. */
public final class RenderedTooLarge extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RenderedTooLarge() {
        super("the rendered text exceeds %,d characters; shorten the values or the template"
                .formatted(Template.MAX_RENDERED));
    }
}
