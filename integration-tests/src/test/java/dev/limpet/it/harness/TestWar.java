package dev.limpet.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The test's application as a WAR, made of the compiled classes; with BASIC, DIGEST or FORM as its login. */
public final class TestWar {

    private static final Path CLASSES = Path.of("target/test-classes");
    private static final String APPLICATION = "dev/limpet/it/webapp";
    private static final Path PAGES = Path.of("src/test/webapp");
    private static final String FORM_CONFIG = "<form-login-config><form-login-page>/login.html</form-login-page>"
            + "<form-error-page>/login.html</form-error-page></form-login-config>";

    private static final String NO_CONTEXT = "<Context/>";

    private TestWar() {}

    public static Path withBasicLogin() {
        return write("BASIC", "", NO_CONTEXT);
    }

    public static Path withDigestLogin() {
        return write("DIGEST", "", NO_CONTEXT);
    }

    public static Path withFormLogin() {
        return write("FORM", FORM_CONFIG, NO_CONTEXT);
    }

    /** With a manager of its own in META-INF/context.xml: {@code name="value"}, as in XML. */
    public static Path withManager(String attributes) {
        String manager = "<Manager className=\"dev.limpet.tomcat.RedisSessionManager\" " + attributes + "/>";
        return write("BASIC", "", "<Context>" + manager + "</Context>");
    }

    private static Path write(String method, String form, String context) {
        try {
            Path war = Files.createTempFile(Path.of("target"), "it-" + method, ".war");
            String descriptor = Files.readString(PAGES.resolve("web.xml"))
                    .replace("@METHOD@", method)
                    .replace("@FORM@", form);
            try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(war))) {
                add(zip, "WEB-INF/web.xml", descriptor.getBytes(StandardCharsets.UTF_8));
                add(zip, "META-INF/context.xml", context.getBytes(StandardCharsets.UTF_8));
                for (String page : List.of("static.txt", "login.html")) {
                    add(zip, page, Files.readAllBytes(PAGES.resolve(page)));
                }
                addClasses(zip);
            }
            war.toFile().deleteOnExit();
            return war.toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void addClasses(ZipOutputStream zip) throws IOException {
        try (Stream<Path> files = Files.list(CLASSES.resolve(APPLICATION))) {
            for (Path file : files.toList()) {
                add(zip, "WEB-INF/classes/" + APPLICATION + "/" + file.getFileName(), Files.readAllBytes(file));
            }
        }
    }

    private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }
}
