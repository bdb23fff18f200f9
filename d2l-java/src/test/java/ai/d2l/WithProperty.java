package ai.d2l;

import java.util.function.Supplier;

/** Runs code with a system property set, and puts it back as it was. */
public final class WithProperty {

    private WithProperty() {}

    /** Returns what the code returns while the property has that value, or null to have none. */
    public static <T> T get(String name, String value, Supplier<T> code) {
        String before = System.getProperty(name);
        set(name, value);
        try {
            return code.get();
        } finally {
            set(name, before);
        }
    }

    private static void set(String name, String value) {
        if (value == null) {
            System.clearProperty(name);
        } else {
            System.setProperty(name, value);
        }
    }
}
