package dev.limpet.benchmarks;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The tables, in Markdown. */
final class Report {
    private static final List<String> COLUMNS = List.of(
            "manager",
            "Tomcat CPU, us",
            "Redis CPU, us",
            "Tomcat CPU, times",
            "Tomcat + Redis, times",
            "commands",
            "bytes to Redis",
            "bytes from Redis",
            "requests/s",
            "requests/s, times");

    private Report() {}

    /** One table: a line a contender; "times" is in relation to StandardManager, and "-" when that was not measured. */
    static String table(List<Result> results) {
        Optional<Result> base = results.stream()
                .filter(result -> result.contender().equals(Contender.STANDARD))
                .findFirst();
        StringBuilder table = new StringBuilder(row(COLUMNS));
        table.append(row(COLUMNS.stream()
                .map(column -> column.equals("manager") ? "---" : "---:")
                .toList()));
        results.forEach(result -> table.append(row(cells(result, base))));
        return table.toString();
    }

    private static List<String> cells(Result result, Optional<Result> base) {
        return List.of(
                result.contender().title(),
                Numbers.decimals(1, result.spread(Sample::tomcat).median()),
                Numbers.decimals(1, result.spread(Sample::redis).median()),
                base.map(other -> times(result.ratio(other, Sample::tomcat))).orElse("-"),
                base.map(other -> times(result.ratio(other, Sample::processorTime)))
                        .orElse("-"),
                Numbers.plain(result.commands().total()),
                Numbers.whole(result.spread(Sample::sent).median()),
                Numbers.whole(result.spread(Sample::received).median()),
                Numbers.whole(result.spread(Sample::rate).median()),
                base.map(other -> times(result.ratio(other, Sample::rate))).orElse("-"));
    }

    private static String times(Spread ratio) {
        return Numbers.decimals(2, ratio.median()) + " (" + Numbers.decimals(2, ratio.least()) + ".."
                + Numbers.decimals(2, ratio.most()) + ")";
    }

    private static String row(List<String> cells) {
        return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static String health(HealthProbe.Latency latency) {
        return latency == null
                ? ""
                : "; health under this load: median " + Numbers.decimals(1, latency.median()) + " ms, 99 of 100 within "
                        + Numbers.decimals(1, latency.most()) + " ms";
    }

    /** Which commands those are, and what a node sends when nothing is asked of it. */
    static String commands(List<Result> results) {
        return results.stream()
                .filter(result -> result.contender().usesRedis())
                .map(result -> "- " + result.contender().title() + ": "
                        + result.commands().listed() + "; at rest "
                        + Numbers.plain(result.commands().backgroundTotal()) + " commands/s"
                        + health(result.health()) + "\n")
                .collect(Collectors.joining());
    }
}
