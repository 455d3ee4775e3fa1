package dev.limpet.it.harness;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.limpet.cluster.TomcatNode;

/**
 * What applications leave in a node's JVM.
 *
 * @param classLoaders of applications that are reachable
 * @param threads of Limpet and its Redisson, in order, without numbers and without the applications' versions
 */
public record Footprint(int classLoaders, List<String> threads) {

    private static final Pattern CLASS_LOADER =
            Pattern.compile("\\s*\\d+:\\s+(\\d+).*\\sorg\\.apache\\.catalina\\.loader\\.ParallelWebappClassLoader");
    private static final Pattern THREAD = Pattern.compile("\"(limpet.*?|redisson.*?|nioEventLoop.*?)(##\\w+)?\" .*");

    /** After a collection of all garbage. */
    public static Footprint of(TomcatNode node) {
        int loaders = matches(Jmx.classHistogram(node), CLASS_LOADER).stream()
                .mapToInt(Integer::parseInt)
                .sum();
        List<String> threads = matches(Jmx.threads(node), THREAD).stream()
                .map(name -> name.replaceAll("-\\d+", ""))
                .sorted()
                .toList();
        return new Footprint(loaders, threads);
    }

    private static List<String> matches(List<String> lines, Pattern pattern) {
        return lines.stream()
                .map(pattern::matcher)
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .toList();
    }
}
