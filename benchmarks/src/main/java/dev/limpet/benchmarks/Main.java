package dev.limpet.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

import dev.limpet.cluster.StartFailedException;

/** Measures session managers side by side; tables on standard output, progress on standard error. */
public final class Main {
    private final PrintStream out;
    private final PrintStream progress;

    private Main(PrintStream out, PrintStream progress) {
        this.out = out;
        this.progress = progress;
    }

    public static void main(String[] arguments) {
        int status = new Main(System.out, System.err).run(arguments);
        if (status != 0) {
            System.exit(status);
        }
    }

    private int run(String... arguments) {
        try {
            Options options = Options.parse(arguments);
            if (options.help()) {
                out.print(Options.USAGE);
            } else {
                run(options);
            }
            return 0;
        } catch (IllegalArgumentException | StartFailedException | IOException e) {
            progress.println(e.getMessage());
            return 1;
        }
    }

    private void run(Options options) throws IOException {
        SideBySide sideBySide = new SideBySide(options, progress);
        String before = Machine.load();
        for (String content : options.contents()) {
            sideBySide.run(content, (workload, results) -> print(content, workload, results));
        }
        out.println(Machine.describe(sideBySide.redis()) + ". Load average before " + before + ", after "
                + Machine.load() + ".");
        out.println(options.rounds() + " rounds of " + options.requests() + " requests, " + options.connections()
                + " connections, " + options.sessions() + " sessions. Median (least..most of the rounds).");
    }

    private void print(String content, Workload workload, List<Result> results) {
        out.println("### " + workload.name().toLowerCase(Locale.ROOT) + ", " + content);
        out.println();
        out.println(Report.table(results));
        out.println(Report.commands(results));
    }
}
