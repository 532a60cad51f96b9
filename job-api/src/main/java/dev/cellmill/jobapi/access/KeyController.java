package dev.cellmill.jobapi.access;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.cellmill.common.access.Caller;
import dev.cellmill.common.access.Gate;
import dev.cellmill.common.access.KeyText;
import dev.cellmill.common.describe.Answers;
import dev.cellmill.common.page.Cursor;
import dev.cellmill.common.page.Page;
import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.problem.ProblemType;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** {@code /v1/keys}. */
@RestController
@RequestMapping("/v1/keys")
@Tag(name = "Keys")
class KeyController {
    private static final String LIST = "keys";

    private final Keys keys;
    private final Gate gate;

    KeyController(Keys keys, Gate gate) {
        this.keys = keys;
        this.gate = gate;
    }

    /** The one answer that holds the secret. */
    record MadeKey(@JsonUnwrapped KeyView view, String key) {

        /** Without the secret: what is answered is logged for debugging. */
        @Override
        public String toString() {
            return "MadeKey[" + view + "]";
        }
    }

    @Operation(summary = "Make a key", description = "The answer is the only one that shows it whole. Without any key so far this needs none, and from then on every call does. Refused where its tenant has as many keys as it may.")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(required = true, content = @Content(schema = @Schema(implementation = NewKey.class)))
    @Answers(status = 201, takes = "NewKey", refuses = {ProblemType.FORBIDDEN, ProblemType.QUOTA_EXCEEDED})
    @PostMapping
    ResponseEntity<MadeKey> create(@RequestAttribute Caller caller, @RequestBody JsonNode body) {
        Keys.Made made = keys.create(caller, NewKey.read(body));
        gate.keysChanged();
        return ResponseEntity.status(HttpStatus.CREATED).cacheControl(CacheControl.noStore())
                .body(new MadeKey(made.view(), made.key().whole()));
    }

    @Operation(summary = "List the tenant's keys, newest first", description = "With a key of the tenant default: those of all tenants.")
    @GetMapping
    Page<KeyView> list(@RequestAttribute Caller caller, @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor) {
        Cursor after = Cursor.parse(cursor, LIST, 1);
        int most = Page.limit(limit);
        return Page.of(keys.list(caller, after == null ? null : id(after.keys().getFirst()), most + 1), most,
                last -> Cursor.of(LIST, last.id()));
    }

    @Operation(summary = "Revoke a key", description = "It is refused everywhere two seconds later at most.")
    @Answers(refuses = {ProblemType.LAST_KEY, ProblemType.FORBIDDEN})
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(@RequestAttribute Caller caller, @PathVariable String id) {
        keys.revoke(caller, id(id));
        gate.keysChanged();
    }

    /** Nothing else comes near the database. */
    private static String id(String text) {
        if (!KeyText.isId(text)) {
            throw new ProblemException(Problem.notFound());
        }
        return text;
    }
}
