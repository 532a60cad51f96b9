package dev.cellmill.jobapi.form;

import dev.cellmill.common.access.Caller;
import dev.cellmill.common.access.TenantPlaces;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.path.RequestPath;
import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.problem.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.multipart.MultipartHttpServletRequest;
import org.springframework.web.multipart.MultipartResolver;
import org.springframework.web.multipart.support.StandardMultipartHttpServletRequest;
import org.springframework.web.util.WebUtils;

/** Reads forms where a call takes one, of whoever was let in. All others are left unread. */
final class FormResolver implements MultipartResolver {
    private static final Set<String> CALLS = Set.of("/v1/jobs", "/v1/jobs/estimate");

    private final ReadForm form;
    private final TenantPlaces places;

    FormResolver(ReadForm form, TenantPlaces places) {
        this.form = form;
        this.places = places;
    }

    @Override
    public boolean isMultipart(HttpServletRequest request) {
        String type = request.getContentType();
        return request.getMethod().equals("POST") && type != null
                && type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data")
                && CALLS.contains(RequestPath.of(request))
                && request.getAttribute(Caller.ATTRIBUTE) instanceof Caller;
    }

    @Override
    public MultipartHttpServletRequest resolveMultipart(HttpServletRequest request) {
        TenantId tenant = ((Caller) request.getAttribute(Caller.ATTRIBUTE)).tenant();
        if (!places.enter(tenant)) {
            throw new ProblemException(Problem.of(ProblemType.UNAVAILABLE,
                    "As many sheets with their jobs are under way as may be at once; try again."));
        }
        SpooledForm whole = null;
        boolean resolved = false;
        try {
            whole = new SpooledForm(request, form.read(request), () -> places.leave(tenant));
            var parsed = new StandardMultipartHttpServletRequest(whole);
            resolved = true;
            return parsed;
        } catch (IOException e) {
            throw new MultipartException("the form could not be read to its end", e);
        } finally {
            if (whole == null) {
                places.leave(tenant);
            } else if (!resolved) {
                whole.close();
            }
        }
    }

    @Override
    public void cleanupMultipart(MultipartHttpServletRequest request) {
        SpooledForm form = WebUtils.getNativeRequest(request, SpooledForm.class);
        if (form != null) {
            form.close();
        }
    }
}
