package dev.cellmill.status.cell;

import dev.cellmill.common.access.Caller;
import dev.cellmill.common.describe.Answers;
import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.problem.ProblemType;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Writes on the request's own (virtual) thread. If reading fails once the answer has begun, the connection is cut. */
@RestController
@Tag(name = "Status")
class OutputController {
    private static final int MOST_LINES = 10_000;

    private final ReadOutput outputs;

    OutputController(ReadOutput outputs) {
        this.outputs = outputs;
    }

    @Operation(summary = "All that a cell wrote")
    @Answers(types = "text/plain")
    @GetMapping("/v1/status/cells/{sheet}/{row}/{column}/output")
    void output(
            @RequestAttribute Caller caller,
            @PathVariable UUID sheet,
            @PathVariable int row,
            @PathVariable String column,
            @RequestParam(defaultValue = "stdout") String stream,
            @RequestParam(required = false) @Nullable Integer tail,
            HttpServletResponse response) throws IOException {
        if (!stream.equals("stdout") && !stream.equals("stderr")) {
            throw invalid("The parameter stream is stdout or stderr, not %s.".formatted(stream));
        }
        if (tail != null && (tail < 1 || tail > MOST_LINES)) {
            throw invalid("The parameter tail is 1 to %d lines, not %d.".formatted(MOST_LINES, tail));
        }
        TextPlace text = outputs.find(caller.tenant(), sheet, row, column, stream.equals("stderr"));
        response.setContentType("text/plain;charset=UTF-8");
        response.setHeader("X-Content-Type-Options", "nosniff");
        outputs.write(text, tail, response.getOutputStream());
    }

    private static ProblemException invalid(String detail) {
        return new ProblemException(Problem.of(ProblemType.REQUEST_INVALID, detail));
    }
}
