package dev.limpet.sample;

/** Makes text safe to stand in HTML, between tags and in quoted attributes. */
final class Html {

    private Html() {}

    static String escape(String text) {
        StringBuilder html = new StringBuilder(text.length() + 16);
        text.chars().forEach(c -> {
            switch (c) {
                case '&' -> html.append("&amp;");
                case '<' -> html.append("&lt;");
                case '>' -> html.append("&gt;");
                case '"' -> html.append("&quot;");
                case '\'' -> html.append("&#39;");
                default -> html.append((char) c);
            }
        });
        return html.toString();
    }
}
