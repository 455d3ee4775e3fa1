package dev.limpet.benchmarks;

import java.util.Locale;

/** Numbers as the tables show them. */
final class Numbers {
    private Numbers() {}

    /** Up to two decimals, none that say nothing. */
    static String plain(double value) {
        String text = String.format(Locale.ROOT, "%.2f", value);
        return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
    }

    static String decimals(int places, double value) {
        return String.format(Locale.ROOT, "%." + places + "f", value);
    }

    static String whole(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }
}
