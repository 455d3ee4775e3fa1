package dev.limpet.benchmarks.webapp;

/** Strings of 512 characters: immutable, one byte a character. */
final class Strings implements Content {
    private static final String FILL = "~".repeat(SIZE);

    @Override
    public Object make(String label) {
        return label.concat(FILL).substring(0, SIZE);
    }

    @Override
    public Object change(Object value, String label) {
        return make(label);
    }

    @Override
    public String label(Object value) {
        String text = (String) value;
        if (text.length() != SIZE) {
            throw new IllegalStateException("A value of " + text.length() + " characters");
        }
        return text.substring(0, text.indexOf('~'));
    }
}
