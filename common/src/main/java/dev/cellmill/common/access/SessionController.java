package dev.cellmill.common.access;

import dev.cellmill.common.describe.Answers;
import dev.cellmill.common.path.RequestPath;
import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.problem.ProblemType;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /v1/session}: signing in with a key, which a cookie then keeps, so that links and streams show it too. */
@RestController
@RequestMapping(SessionController.PATH)
class SessionController {
    static final String PATH = "/v1/session";

    private final Gate gate;

    SessionController(Gate gate) {
        this.gate = gate;
    }

    /** @param key the id, null where no key is configured */
    record Session(String tenant, @Nullable String key, @Nullable String keyName) {
        static Session of(Caller caller) {
            return new Session(caller.tenant().value(), caller.key(), caller.keyName());
        }
    }

    /** What is sent to sign in. */
    record SignIn(@Nullable String key) {

        /** Without the key: bodies are logged for debugging. */
        @Override
        public String toString() {
            return "SignIn[…]";
        }
    }

    static boolean isSignInOrOut(HttpServletRequest request) {
        return RequestPath.of(request).equals(PATH) && (request.getMethod().equals(HttpMethod.POST.name())
                || request.getMethod().equals(HttpMethod.DELETE.name()));
    }

    @Operation(summary = "Who is asking")
    @GetMapping
    ResponseEntity<Session> get(@RequestAttribute Caller caller) {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(Session.of(caller));
    }

    @Operation(summary = "Sign in", description = "With `{\"key\": \"cm_…\"}`. A cookie keeps the key until the browser is closed; it counts for requests of this server's own page only.")
    @Answers(takes = "SignIn", refuses = ProblemType.FORBIDDEN)
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Session> signIn(@RequestBody SignIn body,
            HttpServletRequest request, HttpServletResponse response) throws UnknownHostException {
        Shown shown = Shown.by(request);
        refuseForeign(shown);
        KeyText key = KeyText.of(body.key() == null ? "" : body.key().strip()).orElseThrow(() -> {
            gate.failed(shown.from());
            return new ProblemException(Problem.at(ProblemType.REQUEST_INVALID, "/key",
                    "A key looks like cm_<12 characters>_<43 characters>; copy it whole, as it was shown once."));
        });
        Gate.Entry entry = gate.ask(new Shown("Bearer " + key.whole(), List.of(), shown.origin(), shown.safe(),
                shown.loopback(), shown.from()));
        return switch (entry) {
            case Gate.Entry.Admitted(Caller caller) when caller.key() == null -> throw new ProblemException(Problem.of(
                    ProblemType.REQUEST_INVALID, "No key is configured here, so there is nothing to sign in to."));
            case Gate.Entry.Admitted(Caller caller) -> ResponseEntity.ok().cacheControl(CacheControl.noStore())
                    .header(HttpHeaders.SET_COOKIE, KeyCookie.of(key, request.isSecure()).toString())
                    .body(Session.of(caller));
            case Gate.Entry.Refused(String remedy) ->
                throw new ProblemException(Problem.of(ProblemType.UNAUTHENTICATED, remedy));
            case Gate.Entry.Limited(var after, String remedy) -> {
                response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(after.toSeconds()));
                throw new ProblemException(Problem.of(ProblemType.RATE_LIMITED, remedy));
            }
        };
    }

    @Operation(summary = "Sign out", description = "The key itself stays good; revoke it if anybody else has it.")
    @Answers(status = 204, refuses = ProblemType.FORBIDDEN)
    @DeleteMapping
    ResponseEntity<Void> signOut(HttpServletRequest request) throws UnknownHostException {
        refuseForeign(Shown.by(request));
        return ResponseEntity.status(HttpStatus.NO_CONTENT)
                .header(HttpHeaders.SET_COOKIE, KeyCookie.gone(request.isSecure()).toString()).build();
    }

    /** No other page signs anybody in as somebody else, or out. */
    private static void refuseForeign(Shown shown) {
        if (shown.origin() == Origin.FOREIGN) {
            throw new ProblemException(Problem.of(ProblemType.FORBIDDEN,
                    "Another site's page sent this; sign in and out on this server's own."));
        }
    }
}
