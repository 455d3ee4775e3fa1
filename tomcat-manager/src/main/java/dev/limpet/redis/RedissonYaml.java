package dev.limpet.redis;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import org.redisson.config.Config;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Reads a Redisson YAML file as its documentation describes it, also where Redisson's classes bear other names than
 * there (in the jar that carries them relocated). Messages name file, line and column and never quote the file: it may
 * hold a password.
 */
final class RedissonYaml {

    /** Split, so that a relocation, which rewrites constants too, leaves it as users write it. */
    private static final String DOCUMENTED_PACKAGE = String.join(".", "org", "redisson", "");

    static final String ACTUAL_PACKAGE = Config.class
            .getPackageName()
            .substring(0, Config.class.getPackageName().lastIndexOf('.') + 1);

    private RedissonYaml() {}

    static boolean relocated() {
        return !ACTUAL_PACKAGE.equals(DOCUMENTED_PACKAGE);
    }

    /** The name that a class of Redisson has here. */
    static String actualName(String documented) {
        return documented.startsWith(DOCUMENTED_PACKAGE)
                ? ACTUAL_PACKAGE + documented.substring(DOCUMENTED_PACKAGE.length())
                : documented;
    }

    static String read(String path) {
        try {
            return Files.readString(Path.of(path));
        } catch (InvalidPathException | NoSuchFileException e) {
            throw unreadable(path, "there is no such file", e);
        } catch (MalformedInputException e) {
            throw unreadable(path, "it is not UTF-8", e);
        } catch (IOException e) {
            throw unreadable(path, e.toString(), e);
        }
    }

    static Config parse(String path, String content) {
        try {
            Config config = Config.fromYAML(actualNames(content));
            if (config == null) {
                throw unreadable(path, "it is empty", null);
            }
            return config;
        } catch (MarkedYAMLException e) {
            throw unreadable(path, position(e.getProblemMark()) + e.getProblem(), null);
        } catch (YAMLException e) {
            throw unreadable(path, e.getClass().getSimpleName(), null);
        } catch (LinkageError e) {
            throw unreadable(path, "it names a class that needs another library: " + e.getMessage(), null);
        }
    }

    private static String actualNames(String content) {
        return content.replace("!<" + DOCUMENTED_PACKAGE, "!<" + ACTUAL_PACKAGE)
                .replace("!!" + DOCUMENTED_PACKAGE, "!!" + ACTUAL_PACKAGE);
    }

    private static String position(Mark mark) {
        return mark == null ? "" : "line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1) + ": ";
    }

    private static IllegalArgumentException unreadable(String path, String reason, Exception cause) {
        return new IllegalArgumentException(
                "redissonConfig=\"" + path + "\" cannot be used: " + reason + "; it must be a Redisson YAML file",
                cause);
    }
}
