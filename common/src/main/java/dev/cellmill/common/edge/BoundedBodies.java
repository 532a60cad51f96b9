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

/** Bodies that are read whole, as JSON, have at most {@value #MOST} bytes; those that stream have bounds of their own. */
@ControllerAdvice
public class BoundedBodies extends RequestBodyAdviceAdapter {
    /** A value of 1 MB whose every character is escaped, and what stands around it. */
    static final int MOST = 8 * 1024 * 1024;

    @Override
    public boolean supports(MethodParameter parameter, Type type,
            Class<? extends HttpMessageConverter<?>> converter) {
        return true;
    }

    @Override
    public HttpInputMessage beforeBodyRead(HttpInputMessage message, MethodParameter parameter, Type type,
            Class<? extends HttpMessageConverter<?>> converter) throws IOException {
        byte[] body = message.getBody().readNBytes(MOST + 1);
        if (body.length > MOST) {
            throw new ProblemException(Problem.of(ProblemType.BODY_TOO_LARGE,
                    "A body of this call has at most 8 MB; what is longer goes into a sheet."));
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
}
