package dev.limpet.it.compose;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What {@code haproxy.cfg} says; comments do not count. */
final class HaproxyFile {

    private static final Pattern SERVER =
            Pattern.compile("^\\s*server (\\S+) \"\\$\\{(\\w+)}\" cookie (\\S+)", Pattern.MULTILINE);

    private final String text;

    HaproxyFile(String text) {
        this.text = text.replaceAll("(?m)#.*$", "");
    }

    /** A server line: the server's name, the variable with its address, the cookie's value that leads to it. */
    record Server(String name, String addressVariable, String cookie) {}

    List<Server> servers() {
        return SERVER.matcher(text)
                .results()
                .map(found -> new Server(found.group(1), found.group(2), found.group(3)))
                .toList();
    }

    /** The variables that the file reads, those that it only asks for with {@code defined()} among them. */
    List<String> variables() {
        return all("\\$\\{(\\w+)}|defined\\((\\w+)\\)");
    }

    String healthPath() {
        return only("http-check send .*\\buri (\\S+)");
    }

    String drainStatus() {
        return only("http-check disable-on-(\\d+)");
    }

    String affinityCookie() {
        return only("^\\s*cookie (\\S+) rewrite$");
    }

    private String only(String regex) {
        List<String> found = all(regex);
        if (found.size() != 1) {
            throw new AssertionError(regex + " is there " + found.size() + " times");
        }
        return found.get(0);
    }

    private List<String> all(String regex) {
        return Pattern.compile(regex, Pattern.MULTILINE)
                .matcher(text)
                .results()
                .map(HaproxyFile::group)
                .distinct()
                .toList();
    }

    private static String group(MatchResult found) {
        return found.group(1) != null ? found.group(1) : found.group(2);
    }
}
