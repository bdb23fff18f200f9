import ai.djl.ndarray.NDManager;

/** Shows the finished map of a window that has moved over a picture. */
final class SlidingWindow {
    static void show(float[][] picture, float[][] kernel, float[][] map) {
        try (NDManager manager = NDManager.newBaseManager()) {
            Images.of(manager.create(map)).captions("the finished map").show();
        }
    }
}
