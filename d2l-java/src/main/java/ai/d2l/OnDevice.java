package ai.d2l;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;

/** Brings a minibatch to the device where it is needed. */
final class OnDevice {

    private OnDevice() {}

    /**
     * Returns the arrays themselves where they are there already, else copies that the owner
     * closes.
     */
    static NDList move(NDList arrays, Device device, NDManager owner) {
        if (arrays.stream().allMatch(array -> array.getDevice().equals(device))) {
            return arrays;
        }
        NDList moved = arrays.toDevice(device, true);
        moved.attach(owner);
        return moved;
    }
}
