package dev.limpet.redis;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.limpet.testing.Folders;

/** A real redis-server on a free loopback port, with its files in a directory of its own. Ends with the test. */
public final class RedisServerFixture implements AutoCloseable {

    private final Path directory;
    private final int port;
    private final List<String> arguments;
    private Process process;

    private RedisServerFixture(List<String> before, List<String> options) {
        directory = Folders.make("limpet-redis");
        port = freePort();
        arguments = new ArrayList<>(before);
        arguments.addAll(List.of("--port", String.valueOf(port), "--bind", "127.0.0.1"));
        arguments.addAll(List.of("--dir", directory.toString()));
        arguments.addAll(options);
    }

    public static RedisServerFixture start(String... options) {
        RedisServerFixture server = reserve(options);
        server.launch();
        return server;
    }

    /** A server that has its port, and is to be launched later. It keeps nothing on disk. */
    static RedisServerFixture reserve(String... options) {
        List<String> volatileOnes = new ArrayList<>(List.of("--save", "", "--appendonly", "no"));
        volatileOnes.addAll(List.of(options));
        return new RedisServerFixture(List.of(), volatileOnes);
    }

    /** A server, or a sentinel, that reads and rewrites a configuration file. */
    static RedisServerFixture reserveWithFile(Path file, String... options) {
        return new RedisServerFixture(List.of(file.toString()), List.of(options));
    }

    /** Below the ports that the system lends, so that none is taken before its server starts, and + 10000 is one too. */
    static int freePort() {
        for (int attempt = 0; attempt < 100; attempt++) {
            int candidate = ThreadLocalRandom.current().nextInt(11_000, 22_000);
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress("127.0.0.1", candidate));
                return candidate;
            } catch (IOException e) {
                // Taken: the next one.
            }
        }
        throw new IllegalStateException("No free port");
    }

    void launch() {
        List<String> command = new ArrayList<>(List.of(Binary.PATH.toString()));
        command.addAll(arguments);
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("log").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await().atMost(Duration.ofSeconds(20)).until(this::up);
    }

    private boolean up() {
        if (!process.isAlive()) {
            throw new IllegalStateException("redis-server has ended, see the log in " + directory);
        }
        try {
            return command("INFO", "server").contains("process_id:" + process.pid() + "\r\n");
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    int port() {
        return port;
    }

    /** Makes it know the scripts on sessions, so that none comes for the first time, which is one trip more, while a test counts. */
    public void learnScripts() {
        Stream.of(
                        Scripts.LOAD,
                        Scripts.SAVE,
                        Scripts.SAVE_HOT,
                        Scripts.SAVE_NEW,
                        Scripts.RENAME,
                        Scripts.END,
                        Scripts.TOUCH)
                .forEach(script -> command("SCRIPT", "LOAD", script.source()));
    }

    /** Sends a command on a connection of its own and gives the answer's text as it came, without its first character. */
    public String command(String... words) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            StringBuilder request = new StringBuilder("*" + words.length + "\r\n");
            Arrays.stream(words).forEach(word -> request.append('$')
                    .append(word.getBytes(StandardCharsets.UTF_8).length)
                    .append("\r\n")
                    .append(word)
                    .append("\r\n"));
            out.write(request.toString().getBytes(StandardCharsets.UTF_8));
            out.flush();
            return answer(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String answer(InputStream stream) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
        String first = in.readLine();
        if (first == null) {
            throw new IOException("no answer");
        }
        if (!first.startsWith("$") || first.equals("$-1")) {
            return first.substring(1);
        }
        int left = Integer.parseInt(first.substring(1));
        StringBuilder text = new StringBuilder();
        while (left-- > 0) {
            text.append((char) in.read());
        }
        return text.toString();
    }

    /** How often the command has been called, inside scripts too. */
    public long calls(String command) {
        Matcher matcher = Pattern.compile(Pattern.quote("cmdstat_" + command) + ":calls=(\\d+)")
                .matcher(command("INFO", "commandstats"));
        return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }

    public void pause() {
        signal("-STOP");
    }

    public void resume() {
        signal("-CONT");
    }

    private void signal(String signal) {
        try {
            new ProcessBuilder("kill", signal, String.valueOf(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public void stop() {
        process.destroyForcibly();
        process.onExit().join();
    }

    public void restart() {
        stop();
        launch();
    }

    @Override
    public void close() {
        if (process != null) {
            stop();
        }
        Folders.delete(directory);
    }

    /** The server that the test dependency carries, unpacked once. */
    private static final class Binary {

        private static final Path PATH = unpack();

        private static Path unpack() {
            String os = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
            String arch = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
            String resource = "/redis-server-7.0.15-" + os + "-" + arch;
            try (InputStream in = RedisServerFixture.class.getResourceAsStream(resource)) {
                Path target = Files.createTempFile("redis-server", "");
                target.toFile().deleteOnExit();
                Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
                if (!target.toFile().setExecutable(true)) {
                    throw new IllegalStateException("Not executable: " + target);
                }
                return target;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
