package io.github.spencerpark.ijava;

import io.github.spencerpark.jupyter.kernel.BaseKernel;

/** Stands where IJava has its class of this name, which knows the one kernel of the process. */
public final class IJava {

    private static volatile BaseKernel kernel;

    private IJava() {}

    /** Returns the kernel, or null outside of one, as in IJava. */
    public static BaseKernel getKernelInstance() {
        return kernel;
    }

    /** Sets the kernel; null for none. */
    public static void setKernelInstance(BaseKernel kernel) {
        IJava.kernel = kernel;
    }
}
