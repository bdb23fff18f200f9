package ai.d2l.kernel;

import jdk.jshell.JShell;

/** The JShell in which a JJava kernel runs its cells. */
final class JShells {

    private JShells() {}

    /**
     * Returns it.
     *
     * @throws ReflectiveOperationException if the kernel has none
     */
    static JShell of(Object kernel) throws ReflectiveOperationException {
        return (JShell) kernel.getClass().getMethod("getJShell").invoke(kernel);
    }
}
