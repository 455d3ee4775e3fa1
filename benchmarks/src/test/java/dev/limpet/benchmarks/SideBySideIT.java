package dev.limpet.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

/** That the run works, and what Limpet asks of Redis. Never how long anything takes. */
class SideBySideIT {
    private static final String[] FEW =
            "--rounds 1 --requests 64 --warmup 64 --warmups 1 --sessions 64 --connections 8".split(" ");

    @Test
    void limpetAsksRedisForNothingOnAReadAndOnceForAWriteOrANewSession() throws IOException {
        Map<Workload, List<Result>> results = run("strings", "--only", "limpet");

        assertThat(commands(results, Workload.READ)).isZero();
        assertThat(commands(results, Workload.WRITE)).isEqualTo(1);
        assertThat(commands(results, Workload.NEW)).isEqualTo(1);
    }

    @Test
    void andSoItDoesWithBeans() throws IOException {
        assertThat(commands(run("beans", "--only", "limpet", "--workload", "read"), Workload.READ))
                .isZero();
    }

    @Test
    void measuresEachManagerThatIsNamed() throws IOException {
        Map<Workload, List<Result>> results = run("strings", "--only", "standard,redisson", "--workload", "write");

        assertThat(results.get(Workload.WRITE))
                .extracting(result -> result.contender().name())
                .containsExactly("standard", "redisson");
        Result standard = results.get(Workload.WRITE).get(0);
        Result redisson = results.get(Workload.WRITE).get(1);
        assertThat(standard.commands()).isEqualTo(Commands.NONE);
        assertThat(redisson.commands().total()).isGreaterThan(1);
        assertThat(redisson.rounds())
                .allSatisfy(round -> assertThat(round.sent()).isPositive());
        assertThat(Report.table(List.of(standard, redisson))).contains("| StandardManager |", "| redisson-tomcat |");
    }

    private static double commands(Map<Workload, List<Result>> results, Workload workload) {
        return results.get(workload).get(0).commands().total();
    }

    private static Map<Workload, List<Result>> run(String values, String... more) throws IOException {
        String[] arguments = new String[FEW.length + more.length];
        System.arraycopy(FEW, 0, arguments, 0, FEW.length);
        System.arraycopy(more, 0, arguments, FEW.length, more.length);
        PrintStream silence = new PrintStream(OutputStream.nullOutputStream());
        Map<Workload, List<Result>> results = new EnumMap<>(Workload.class);
        new SideBySide(Options.parse(arguments), silence).run(values, results::put);
        return results;
    }
}
