package dev.cellmill.deployment;

import static dev.cellmill.deployment.YamlFile.list;
import static dev.cellmill.deployment.YamlFile.map;
import static dev.cellmill.deployment.YamlFile.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Objects for Kubernetes, as they stand in files or come out of kustomize. */
record Manifests(List<Map<String, Object>> all) {
    private static final Map<String, Class<? extends KubernetesResource>> KINDS = Map.of(
            "v1 ConfigMap", ConfigMap.class,
            "v1 Namespace", Namespace.class,
            "v1 Service", io.fabric8.kubernetes.api.model.Service.class,
            "v1 ServiceAccount", ServiceAccount.class,
            "apps/v1 Deployment", Deployment.class,
            "networking.k8s.io/v1 Ingress", Ingress.class,
            "networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class,
            "policy/v1 PodDisruptionBudget", PodDisruptionBudget.class);
    /** Kinds that their own controllers bring, whose fields are not known here. */
    private static final List<String> OTHERS = List.of("keda.sh/v1alpha1 ScaledObject",
            "monitoring.coreos.com/v1 PodMonitor");
    /** Of an unknown field the model keeps what it finds; this one refuses it. */
    private static final ObjectMapper STRICT = new ObjectMapper()
            .setAnnotationIntrospector(new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1L;

                @Override
                public Boolean hasAnySetter(Annotated member) {
                    return false;
                }
            });

    Stream<Map<String, Object>> of(String kind) {
        return all.stream().filter(one -> text(one, "kind").equals(kind));
    }

    Map<String, Object> named(String kind, String name) {
        return of(kind).filter(one -> text(one, "metadata", "name").equals(name)).findFirst().orElseThrow();
    }

    /** Each is of a kind that is known, and has fields of that kind alone, of their types. */
    void assertFieldsAreKnown() {
        assertThat(all).isNotEmpty().allSatisfy(one -> {
            String kind = text(one, "apiVersion") + " " + text(one, "kind");
            if (!OTHERS.contains(kind)) {
                assertThat(KINDS).containsKey(kind);
                Class<? extends KubernetesResource> model = KINDS.get(kind);
                assertThatCode(() -> STRICT.convertValue(one, model)).as(text(one, "metadata", "name"))
                        .doesNotThrowAnyException();
            }
        });
    }

    /** The variables of a service's container, with those of the maps that it takes whole. */
    Map<String, String> variables(Map<String, Object> deployment) {
        var all = new LinkedHashMap<String, String>();
        Object container = list(deployment, "spec", "template", "spec", "containers").getFirst();
        list(container, "envFrom").forEach(from -> {
            String name = text(from, "configMapRef", "name");
            if (!name.isEmpty()) {
                of("ConfigMap").filter(config -> text(config, "metadata", "name").equals(name))
                        .forEach(config -> map(config, "data")
                                .forEach((key, value) -> all.put(key, String.valueOf(value))));
            }
        });
        list(container, "env").forEach(one -> all.put(text(one, "name"), text(one, "value")));
        return all;
    }
}
