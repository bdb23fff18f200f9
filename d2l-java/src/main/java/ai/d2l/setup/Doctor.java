package ai.d2l.setup;

import ai.d2l.Training;
import ai.d2l.internal.data.DataFolder;
import ai.d2l.internal.draw.Fonts;
import ai.d2l.internal.engine.EngineSetup;
import ai.djl.engine.Engine;

/** Says of each thing that a chapter needs whether it is there, and what to do if it is not. */
public final class Doctor {

    private static final String LINE = "%-5s %-8s %s%n";

    private boolean well = true;

    private Doctor() {}

    /** Looks at one thing. */
    private interface Check {
        /** Returns what was found, or throws with the way out as its message. */
        String look() throws Exception;
    }

    /** Prints a line for each thing and exits with 1 if one is missing. */
    public static void main(String[] args) {
        var doctor = new Doctor();
        doctor.check("java", Doctor::java);
        doctor.check("engine", Doctor::engine);
        doctor.check("tuning", EngineSetup::tuning);
        doctor.check("device", () -> Training.tryGpu().toString());
        doctor.check("data", Doctor::data);
        doctor.check("fonts", Fonts::look);
        System.exit(doctor.well ? 0 : 1);
    }

    private void check(String name, Check check) {
        try {
            System.out.printf(LINE, "ok", name, check.look());
        } catch (Exception | LinkageError e) {
            well = false;
            System.out.printf(LINE, "FAIL", name, e.getMessage());
        }
    }

    private static String java() {
        return "%s in %s, at most %,d MiB"
                .formatted(
                        Runtime.version(),
                        System.getProperty("java.home"),
                        Runtime.getRuntime().maxMemory() >> 20);
    }

    private static String engine() {
        Engine engine = EngineSetup.engine();
        return engine.getEngineName() + " " + engine.getVersion();
    }

    private static String data() throws Exception {
        var folder = DataFolder.find(null, line -> {});
        return "Fashion-MNIST from " + folder.source();
    }
}
