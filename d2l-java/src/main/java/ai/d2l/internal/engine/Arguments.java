package ai.d2l.internal.engine;

import ai.djl.Device;

/** What a method's caller must have got right. */
public final class Arguments {

    private Arguments() {}

    /**
     * Refuses a value that is out of its range.
     *
     * @param holds whether the value is in its range
     * @param name what the method calls the value
     * @param value the value, for the message; null where that is what is wrong
     * @param range the range in words, for the message
     * @throws IllegalArgumentException if it does not hold: "lr is -1: it takes …"
     */
    public static void require(boolean holds, String name, Object value, String range) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "%s is %s: it takes %s".formatted(name, value, range));
        }
    }

    /**
     * Refuses a device that is not there.
     *
     * @throws IllegalArgumentException naming it and how many GPUs there are
     */
    public static void requireDevice(Device device) {
        require(device != null, "device", null, "a Device, such as tryGpu()");
        int gpus = EngineSetup.engine().getGpuCount();
        require(
                !device.isGpu() || device.getDeviceId() < gpus,
                "device",
                device,
                "Device.cpu() or one of the %d GPUs that the engine sees, and tryGpu() gives what is there"
                        .formatted(gpus));
    }
}
