package dev.limpet.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import dev.limpet.cluster.Project;
import dev.limpet.cluster.RedisServer;
import dev.limpet.cluster.TomcatDistribution;
import dev.limpet.cluster.TomcatNode;
import dev.limpet.cluster.Workspace;

/**
 * One contender, running: a Tomcat and, if it uses one, a Redis of its own. Owns both processes and the connections to them.
 * For one thread at a time.
 */
final class Rig implements AutoCloseable {
    private static final int TOMCAT = 10;
    private static final String MEMORY = "512m";
    private static final int SLICE = 10_000;
    private static final double AT_REST = 0.01;

    private final Contender contender;
    private final Workspace workspace = Workspace.create("limpet-benchmark");
    private RedisServer redis;
    private TomcatNode tomcat;
    private Load load;

    private Rig(Contender contender) {
        this.contender = contender;
    }

    /** Starts it and makes the sessions; if that fails, nothing is left running. */
    static Rig start(Contender contender, Options options, String content) throws IOException {
        Rig rig = new Rig(contender);
        try {
            rig.launch(options);
            rig.load = Load.start(rig.tomcat.port(), content, options.connections(), options.sessions());
            return rig;
        } catch (IOException | RuntimeException e) {
            rig.close();
            throw e;
        }
    }

    private void launch(Options options) throws IOException {
        TomcatNode.Builder node = TomcatNode.builder(TomcatDistribution.ofMajor(TOMCAT))
                .name("node1")
                .jvmOption("-Xms" + MEMORY)
                .jvmOption("-Xmx" + MEMORY)
                .jvmOption(Compilers.COUNTABLE)
                .serverXml(resource("server.xml"))
                .war("", War.write(workspace.path().resolve("benchmark.war")));
        options.jvmOptions().forEach(option -> node.jvmOption(option.replace("%m", contender.name())));
        contender.jvmOptions().forEach(node::jvmOption);
        if (contender.usesRedis()) {
            redis = options.redisServer().map(RedisServer::startProgram).orElseGet(RedisServer::start);
            node.redis(redis.url()).property("redisson.yaml", yaml().toString());
        }
        for (Path jar : jars()) {
            node.jar(jar);
        }
        tomcat = node.contextXml("<Context>\n  " + contender.manager() + "\n</Context>\n")
                .build();
        tomcat.start().awaitStarted();
    }

    private List<Path> jars() throws IOException {
        Project project = Project.locate();
        return switch (contender.kind()) {
            case STANDARD -> List.of();
            case LIMPET -> List.of(project.limpetJar());
            case REDISSON -> files(project.root().resolve("benchmarks/target/redisson-tomcat"));
        };
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    /** Redisson's configuration: nothing but where Redis is. */
    private Path yaml() throws IOException {
        String text = "singleServerConfig:\n  address: \"" + redis.url() + "\"\n";
        return Files.writeString(workspace.path().resolve("redisson.yaml"), text);
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Rig.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    Contender contender() {
        return contender;
    }

    /**
     * Requests whose cost nobody asks for, so many at a time, until they give the JVM's compilers next to nothing to do. In between the compilers have the
     * machine to themselves: beside requests that take all of it they would need minutes.
     *
     * @param times at most
     * @return which part of the processor time they had in the last ones
     */
    double warmUp(Workload workload, int requests, int times) throws IOException {
        Compilers compilers = new Compilers(tomcat.pid());
        double part = warmUp(workload, requests, compilers);
        for (int i = 1; i < times && part > AT_REST; i++) {
            compilers.await();
            part = warmUp(workload, requests, compilers);
        }
        return part;
    }

    private double warmUp(Workload workload, int requests, Compilers compilers) throws IOException {
        long compiled = compilers.millis();
        Duration used = tomcat.cpuTime();
        measure(workload, requests);
        long all = tomcat.cpuTime().minus(used).toMillis();
        return (compilers.millis() - compiled) / (double) Math.max(1, all);
    }

    /** In slices: the sessions that a slice has left are ended before the next, and that is not part of the measured. */
    Sample measure(Workload workload, int requests) throws IOException {
        Usage used = Usage.NONE;
        Duration elapsed = Duration.ZERO;
        int done = 0;
        while (done < requests) {
            int slice = Math.min(SLICE, requests - done);
            Usage before = usage();
            elapsed = elapsed.plus(load.run(workload, slice));
            used = used.plus(usage().minus(before));
            load.seeOff();
            done += load.rounded(slice);
        }
        return Sample.of(used, done, elapsed);
    }

    private Usage usage() {
        if (redis == null) {
            return new Usage(tomcat.cpuTime(), Duration.ZERO, 0, 0);
        }
        String stats = redis.command("INFO", "stats");
        return new Usage(
                tomcat.cpuTime(),
                redis.cpuTime(),
                stat(stats, "total_net_input_bytes"),
                stat(stats, "total_net_output_bytes"));
    }

    /** Its version and how it gets its memory, which counts where much is written; or null. */
    String redisVersion() {
        if (redis == null) {
            return null;
        }
        return "Redis " + value(redis.command("INFO", "server"), "redis_version") + " with "
                + value(redis.command("INFO", "memory"), "mem_allocator");
    }

    private static long stat(String stats, String name) {
        return Long.parseLong(value(stats, name));
    }

    private static String value(String info, String name) {
        return info.lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).trim())
                .findFirst()
                .orElseThrow();
    }

    /** Counts what it sends to Redis, first for a while without requests, then with them. */
    Commands count(Workload workload, int requests, Duration idle) throws IOException {
        if (redis == null) {
            return Commands.NONE;
        }
        try (Monitor monitor = Monitor.start(redis)) {
            Commands.Count alone = new Commands.Count(monitor.take(idle), idle);
            Duration elapsed = load.run(workload, requests);
            Commands.Count busy = new Commands.Count(monitor.take(), elapsed);
            load.seeOff();
            return Commands.of(alone, busy, load.rounded(requests));
        }
    }

    /** How long the health endpoint takes while the requests of a workload keep the node busy; null: it has none. */
    HealthProbe.Latency health(Workload workload, int requests) throws IOException {
        if (contender.kind() != Contender.Kind.LIMPET) {
            return null;
        }
        try (HealthProbe probe = HealthProbe.start(tomcat.port())) {
            measure(workload, requests);
            return probe.stop();
        }
    }

    @Override
    public void close() {
        RedisServer lastButOne = redis;
        TomcatNode first = tomcat;
        try (workspace;
                lastButOne;
                first) {
            if (load != null) {
                load.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
