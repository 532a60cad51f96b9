package dev.cellmill.common.edge;

import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.problem.ProblemType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Type;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdviceAdapter;

/**
 * Bodies that Spring reads, as JSON, have at most {@value #KILOBYTES} KB, or what {@link BodyAtMost} says. Handlers that read
 * theirs themselves have bounds of their own.
 */
@ControllerAdvice
public class BoundedBodies extends RequestBodyAdviceAdapter {
    private static final int KILOBYTES = 16;
    private static final int KILOBYTE = 1024;

    @Override
    public boolean supports(MethodParameter parameter, Type type,
            Class<? extends HttpMessageConverter<?>> converter) {
        return true;
    }

    @Override
    public HttpInputMessage beforeBodyRead(HttpInputMessage message, MethodParameter parameter, Type type,
            Class<? extends HttpMessageConverter<?>> converter) throws IOException {
        BodyAtMost said = parameter.getParameterAnnotation(BodyAtMost.class);
        int most = KILOBYTE * (said == null ? KILOBYTES : said.kilobytes());
        if (message.getHeaders().getContentLength() > most) {
            throw tooLarge(most);
        }
        byte[] body = HeldBodies.read(message.getBody(), most);
        if (body.length > most) {
            throw tooLarge(most);
        }
        return new HttpInputMessage() {
            @Override
            public InputStream getBody() {
                return new ByteArrayInputStream(body);
            }

            @Override
            public HttpHeaders getHeaders() {
                return message.getHeaders();
            }
        };
    }

    private static ProblemException tooLarge(int most) {
        return new ProblemException(Problem.of(ProblemType.BODY_TOO_LARGE,
                "A body of this call has at most %,d KB; shorten it.".formatted(most / KILOBYTE)));
    }
}
