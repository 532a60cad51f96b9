package dev.cellmill.common.edge;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** How long a body is at most, beside {@code @RequestBody}, where the usual is not right. */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface BodyAtMost {
    /** In KB. */
    int kilobytes();
}
