package ai.d2l.engine;

/** What a method's caller must have got right. */
public final class Arguments {

    private Arguments() {}

    /**
     * Refuses a value that is out of its range.
     *
     * @param holds whether the value is in its range
     * @param name what the method calls the value
     * @param value the value, for the message
     * @param range the range in words, for the message
     * @throws IllegalArgumentException if it does not hold: "lr is -1: it takes …"
     */
    public static void require(boolean holds, String name, Object value, String range) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "%s is %s: it takes %s".formatted(name, value, range));
        }
    }
}
