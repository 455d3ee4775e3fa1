package dev.limpet.it.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

import dev.limpet.it.compose.ComposeFile.Mount;
import dev.limpet.it.compose.ComposeFile.Service;
import dev.limpet.it.compose.HaproxyFile.Server;

/**
 * The compose file names files, hosts, ports and properties that other files define. Each of these agreements is checked
 * here, so that a change on one side alone fails the build, on machines without Docker too.
 */
class DockerComposeTest {

    private static final String SERVER_XML = "conf/server.xml";
    private static final String CONTEXT_XML = "conf/context.xml";

    private final ComposeFile compose = new ComposeFile(ProjectFiles.text("docker-compose.yml"));
    private final HaproxyFile haproxy = new HaproxyFile(ProjectFiles.text("balancers/haproxy/haproxy.cfg"));
    private final Service balancer = compose.only("haproxy");

    @Test
    void everyMountedFileIsInTheProjectOrIsWhatAModuleBuilds() {
        assertThat(mounts()).isNotEmpty().allSatisfy(mount -> {
            if (mount.source().contains("/target/")) {
                assertThat(mount.source())
                        .isIn(
                                artifact("tomcat-manager", "-all.jar"),
                                artifact("sample-webapp", "." + packaging("sample-webapp")));
            } else {
                assertThat(ProjectFiles.path(mount.source())).isRegularFile();
            }
        });
    }

    @Test
    void aMissingFileStopsDockerInsteadOfBecomingAFolder() {
        assertThat(mounts()).noneMatch(Mount::createsMissingSource).allMatch(Mount::readOnly);
    }

    @Test
    void everyNodeGetsTheManagerItsConfigurationAndTheSample() {
        assertThat(compose.nodes()).hasSize(3).allSatisfy(node -> assertThat(node.mounts())
                .extracting(Mount::source, Mount::target)
                .containsExactlyInAnyOrder(
                        mounted(
                                artifact("tomcat-manager", "-all.jar"),
                                "/usr/local/tomcat/lib/limpet-tomcat-manager.jar"),
                        mounted(artifact("sample-webapp", ".war"), "/usr/local/tomcat/webapps/ROOT.war"),
                        mounted(SERVER_XML, "/usr/local/tomcat/conf/server.xml"),
                        mounted(CONTEXT_XML, "/usr/local/tomcat/conf/context.xml")));
    }

    @Test
    void theBalancerGetsTheFileThatTheImageReads() {
        assertThat(balancer.mounts())
                .extracting(Mount::source, Mount::target)
                .containsExactly(mounted("balancers/haproxy/haproxy.cfg", "/usr/local/etc/haproxy/haproxy.cfg"));
    }

    @Test
    void everyNodeBearsTheNameOfItsServiceItsServerLineAndItsCookie() {
        assertThat(compose.nodes())
                .allSatisfy(node -> assertThat(node.systemProperties()).containsEntry("node.name", node.name()));
        assertThat(haproxy.servers()).extracting(Server::name).containsExactlyElementsOf(names(compose.nodes()));
        assertThat(haproxy.servers()).allMatch(server -> server.name().equals(server.cookie()));
        assertThat(ProjectFiles.xml(SERVER_XML, "//Engine/@jvmRoute")).isEqualTo("${node.name}");
    }

    @Test
    void theBalancerIsToldWhereEachNodeListens() {
        assertThat(haproxy.servers()).hasSize(3).allSatisfy(server -> {
            Service node = compose.service(server.name());
            String address = node.name() + ":" + node.systemProperties().get("node.port");
            assertThat(balancer.environment()).containsEntry(server.addressVariable(), address);
        });
    }

    @Test
    void theBalancersPortIsPublished() {
        assertThat(balancer.publishedPorts())
                .containsExactly(balancer.environment().get("PORT"));
    }

    @Test
    void everyHealthCheckAsksTheHealthPathOnTheRightPort() {
        assertThat(compose.nodes()).allSatisfy(node -> assertThat(node.healthUrl())
                .isEqualTo(health(node.systemProperties().get("node.port"))));
        assertThat(balancer.healthUrl()).isEqualTo(health(balancer.environment().get("PORT")));
    }

    @Test
    void theHealthPathIsTheManagersOwnDefault() {
        assertThat(haproxy.healthPath()).isEqualTo("/_limpet/health");
        assertThat(ProjectFiles.xml(CONTEXT_XML, "//Manager/@healthPath")).isEmpty();
    }

    @Test
    void theAffinityCookieIsTheManagersOwnDefault() {
        assertThat(haproxy.affinityCookie()).isEqualTo("ROUTE");
        assertThat(ProjectFiles.xml(CONTEXT_XML, "//Manager/@affinityCookie")).isEmpty();
    }

    @Test
    void theManagerDrainsWithTheStatusThatTheBalancerUnderstands() {
        assertThat(ProjectFiles.xml(CONTEXT_XML, "//Manager/@drainStatus")).isEqualTo(haproxy.drainStatus());
    }

    @Test
    void everyNodeStoresItsSessionsInTheRedisService() {
        Service redis = compose.only("redis");

        assertThat(compose.nodes()).allSatisfy(node -> {
            assertThat(URI.create(node.systemProperties().get("limpet.redis")))
                    .isEqualTo(URI.create("redis://" + redis.name() + ":6379"));
            assertThat(node.dependsOn()).containsExactly(redis.name());
        });
    }

    @Test
    void theBalancerWaitsForTheNodesItNames() {
        assertThat(balancer.dependsOn()).containsExactlyElementsOf(names(compose.nodes()));
    }

    @Test
    void everySystemPropertyIsReadByTheConfiguration() {
        String configuration = ProjectFiles.text(SERVER_XML) + ProjectFiles.text(CONTEXT_XML);

        assertThat(compose.nodes())
                .flatExtracting(node -> List.copyOf(node.systemProperties().keySet()))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(configuration).containsPattern("=\"\\$\\{" + name + "(:-[^}]*)?}\""));
    }

    @Test
    void everyVariableIsReadByTheBalancer() {
        assertThat(haproxy.variables()).containsAll(balancer.environment().keySet());
    }

    @Test
    void dockerIsMorePatientThanAStoppingNode() {
        Duration drain =
                Duration.ofSeconds(Long.parseLong(ProjectFiles.defaultOf(SERVER_XML, "//Listener/@drainSeconds")));
        Duration requests = Duration.ofMillis(
                Long.parseLong(ProjectFiles.defaultOf(SERVER_XML, "//Service/@gracefulStopAwaitMillis")));

        assertThat(compose.nodes()).allSatisfy(node -> assertThat(node.stopGracePeriod())
                .isGreaterThan(drain.plus(requests).plusSeconds(5)));
    }

    private List<Mount> mounts() {
        return Stream.concat(compose.nodes().stream(), Stream.of(balancer))
                .flatMap(service -> service.mounts().stream())
                .toList();
    }

    private static List<String> names(List<Service> services) {
        return services.stream().map(Service::name).toList();
    }

    private static URI health(String port) {
        return URI.create("http://127.0.0.1:" + port + "/_limpet/health");
    }

    private static Tuple mounted(String source, String target) {
        return Tuple.tuple(source, target);
    }

    /** Where Maven puts what a module builds. */
    private static String artifact(String module, String ending) {
        String name = ProjectFiles.xml(module + "/pom.xml", "/project/artifactId");
        String version = ProjectFiles.xml("pom.xml", "/project/version");
        return module + "/target/" + name + "-" + version + ending;
    }

    private static String packaging(String module) {
        return ProjectFiles.xml(module + "/pom.xml", "/project/packaging");
    }
}
