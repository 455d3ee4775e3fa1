package dev.limpet.it.compose;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What {@code docker-compose.yml} says, with anchors and merges resolved. */
final class ComposeFile {

    private final Map<?, ?> services;

    ComposeFile(String yaml) {
        Map<?, ?> root = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
        services = (Map<?, ?>) root.get("services");
    }

    List<Service> services() {
        return services.keySet().stream().map(name -> service(name.toString())).toList();
    }

    Service service(String name) {
        return new Service(name, (Map<?, ?>) services.get(name));
    }

    List<Service> nodes() {
        return withImage("tomcat");
    }

    /** The only service with that image. */
    Service only(String image) {
        List<Service> found = withImage(image);
        if (found.size() != 1) {
            throw new AssertionError("services with image " + image + ": " + found);
        }
        return found.get(0);
    }

    private List<Service> withImage(String image) {
        return services().stream()
                .filter(service -> service.text("image").startsWith(image + ":"))
                .toList();
    }

    record Mount(String source, String target, boolean readOnly, boolean createsMissingSource) {}

    record Service(String name, Map<?, ?> yaml) {

        String text(String key) {
            return String.valueOf(yaml.get(key));
        }

        Map<String, String> environment() {
            return ((Map<?, ?>) yaml.get("environment"))
                    .entrySet().stream()
                            .collect(Collectors.toMap(e -> e.getKey().toString(), e -> String.valueOf(e.getValue())));
        }

        /** The {@code -Dname=value} of CATALINA_OPTS. */
        Map<String, String> systemProperties() {
            return Arrays.stream(environment().get("CATALINA_OPTS").split("\\s+"))
                    .filter(option -> option.startsWith("-D"))
                    .map(option -> option.substring(2).split("=", 2))
                    .collect(Collectors.toMap(option -> option[0], option -> option[1]));
        }

        List<Mount> mounts() {
            List<?> volumes = (List<?>) yaml.get("volumes");
            return volumes.stream()
                    .map(volume -> (Map<?, ?>) volume)
                    .filter(volume -> "bind".equals(volume.get("type")))
                    .map(Service::mount)
                    .toList();
        }

        private static Mount mount(Map<?, ?> volume) {
            return new Mount(
                    volume.get("source").toString().replaceFirst("^\\./", ""),
                    volume.get("target").toString(),
                    Boolean.TRUE.equals(volume.get("read_only")),
                    !(volume.get("bind") instanceof Map<?, ?> bind)
                            || !Boolean.FALSE.equals(bind.get("create_host_path")));
        }

        /** The ports inside the container that are published. */
        List<String> publishedPorts() {
            return ((List<?>) yaml.get("ports"))
                    .stream()
                            .map(port -> port.toString().replaceFirst(".*:", ""))
                            .toList();
        }

        /** The address that the health check asks. */
        URI healthUrl() {
            List<?> command = (List<?>) ((Map<?, ?>) yaml.get("healthcheck")).get("test");
            return URI.create(command.get(command.size() - 1).toString());
        }

        List<String> dependsOn() {
            return ((Map<?, ?>) yaml.get("depends_on"))
                    .keySet().stream().map(Object::toString).toList();
        }

        Duration stopGracePeriod() {
            return Duration.parse("PT" + text("stop_grace_period"));
        }
    }
}
