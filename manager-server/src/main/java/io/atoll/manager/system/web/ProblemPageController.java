package io.atoll.manager.system.web;

import io.atoll.manager.identity.Public;
import io.atoll.manager.problem.AtollException;
import io.atoll.manager.problem.ErrorCode;
import io.swagger.v3.oas.annotations.Hidden;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;

/** The page behind the {@code type} of every problem document. Plain HTML: whoever reads it may have no console. */
@RestController
class ProblemPageController {
    private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);

    @GetMapping("/docs/problems/{code}")
    @Public(because = "problem documents point here, those of strangers too; it tells what the source code tells")
    @Hidden
    ResponseEntity<String> page(@PathVariable String code) {
        return Arrays.stream(ErrorCode.values())
                .filter(known -> known.name().equals(code))
                .findFirst()
                .map(known -> ResponseEntity.ok().contentType(HTML).body(html(known)))
                .orElseThrow(() -> new AtollException(ErrorCode.NOT_FOUND, "There is no problem of this name."));
    }

    private static String html(ErrorCode code) {
        String name = HtmlUtils.htmlEscape(code.name());
        return """
                <!doctype html>
                <html lang="en">
                <head><meta charset="utf-8"><title>%s - Atoll</title></head>
                <body>
                <h1>%s</h1>
                <p>%s.</p>
                <p>HTTP status %d: %s</p>
                <p>What was wrong with a request stands in its answer: <code>detail</code> says it in a sentence,
                <code>causes</code> one by one, and <code>hints</code> what can be done.</p>
                </body>
                </html>
                """.formatted(
                        name,
                        name,
                        HtmlUtils.htmlEscape(code.title()),
                        code.status(),
                        HtmlUtils.htmlEscape(meaning(code.status())));
    }

    /** What a status of ours means to a client; whether it is of use to try again above all. */
    private static String meaning(int status) {
        return switch (status) {
            case 401 -> "the manager does not know who asks. Log in, or send an API token.";
            case 403 -> "the manager knows who asks, or does not need to, and does not allow this.";
            case 404, 410 -> "what the request names is not there. Sending it again changes nothing.";
            case 409, 422, 507 ->
                "the request is understood, and the state of things is in the way. It may succeed when that changes.";
            case 412, 428 -> "read the object again, and send the change with the ETag of that answer as If-Match.";
            case 408, 429, 503 -> "not now. Send the same request again, after Retry-After where the answer has it.";
            default ->
                status < 500
                        ? "the request itself has to be changed. Sending it again as it is changes nothing."
                        : "the mistake is the manager's. Its log has more, under the traceId of the answer.";
        };
    }
}
