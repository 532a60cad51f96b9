package dev.cellmill.common.describe;

import dev.cellmill.common.problem.ProblemType;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a handler answers, for the description of the calls, where its signature does not say it. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Answers {
    /** Of success. */
    int[] status() default {200};

    /** Of what is not JSON: the media types of the answer. */
    String[] types() default {};

    /** Beside those that follow from its path, its parameters and its body. */
    ProblemType[] refuses() default {};

    /** The schema of its JSON body: a file {@code schema/NAME.json} on the class path. */
    String takes() default "";
}
