package dev.cellmill.deployment;

import static dev.cellmill.deployment.YamlFile.INFRA;
import static dev.cellmill.deployment.YamlFile.list;
import static dev.cellmill.deployment.YamlFile.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What stands before the services sends each call to the one that answers it. */
class RoutesTest {
    private static final Pattern GROUP = Pattern.compile("/v1/([a-z]+)(/.*)?");
    private static final Set<String> JOB_API = groups(Service.JOB_API);

    @Test
    void theProxySendsCallsToTheServiceThatHasThem() throws IOException {
        String proxy = Files.readString(INFRA.resolve("compose/proxy/nginx.conf"));
        String named = Pattern
                .compile("location ~ \\^/v1/\\(([a-z|]+)\\)\\(/\\|\\$\\) \\{ proxy_pass \\$job_api; }")
                .matcher(proxy).results().findFirst().orElseThrow().group(1);
        assertThat(new TreeSet<>(Arrays.asList(named.split("\\|")))).isEqualTo(JOB_API);
        assertThat(proxy).contains("location /v1/cache { proxy_pass $cell_worker; }",
                "location / { proxy_pass $status_service; }", "location /actuator { return 404; }");
        assertThat(groups(Service.CELL_WORKER)).containsExactly("cache");
    }

    @Test
    void theIngressDoesTheSame() {
        var paths = list(YamlFile.document(INFRA.resolve("kubernetes/base/ingress.yaml")), "spec", "rules", 0, "http",
                "paths");
        assertThat(paths.stream().filter(path -> text(path, "backend", "service", "name").equals("job-api"))
                .map(path -> text(path, "path").replace("/v1/", ""))).containsExactlyInAnyOrderElementsOf(JOB_API);
        assertThat(paths).allSatisfy(path -> {
            Service.called(text(path, "backend", "service", "name"));
            assertThat(text(path, "path").equals("/") && text(path, "pathType").equals("Prefix"))
                    .as("everything, and so the actuator").isFalse();
        });
        assertThat(paths).anySatisfy(path -> assertThat(text(path, "path")).isEqualTo("/v1"));
    }

    private static Set<String> groups(Service service) {
        var scan = new ClassPathScanningCandidateComponentProvider(false);
        scan.addIncludeFilter(new AnnotationTypeFilter(RestController.class));
        var groups = new TreeSet<String>();
        scan.findCandidateComponents(service.code).stream().map(BeanDefinition::getBeanClassName)
                .map(name -> ClassUtils.resolveClassName(name, null))
                .flatMap(RoutesTest::paths)
                .forEach(path -> GROUP.matcher(path).results().forEach(found -> groups.add(found.group(1))));
        return groups;
    }

    private static Stream<String> paths(Class<?> controller) {
        RequestMapping of = AnnotatedElementUtils.findMergedAnnotation(controller, RequestMapping.class);
        String[] prefixes = of == null || of.path().length == 0 ? new String[]{""} : of.path();
        return Arrays.stream(controller.getDeclaredMethods()).flatMap(method -> paths(method, prefixes));
    }

    private static Stream<String> paths(Method method, String[] prefixes) {
        RequestMapping of = AnnotatedElementUtils.findMergedAnnotation(method, RequestMapping.class);
        if (of == null) {
            return Stream.empty();
        }
        String[] ends = of.path().length == 0 ? new String[]{""} : of.path();
        return Arrays.stream(prefixes).flatMap(prefix -> Arrays.stream(ends).map(end -> prefix + end));
    }
}
