package ai.d2l.kernel;

import ai.d2l.Accumulator;
import ai.d2l.FashionMnist;
import ai.d2l.Images;
import ai.d2l.Plot;
import ai.d2l.Summary;
import ai.d2l.TrainingReport;
import ai.d2l.internal.draw.Pixels;
import ai.d2l.internal.notebook.Notebook;
import ai.d2l.internal.notebook.Rendering;
import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Function;
import tech.tablesaw.api.Table;

/**
 * Lets a kernel show a cell's last value richly.
 *
 * <p>JJava and IJava have the same renderer in different packages, so it is called by name.
 */
final class RichValues {

    private static final Set<Object> REGISTERED =
            Collections.newSetFromMap(Collections.synchronizedMap(new WeakHashMap<>()));

    private static final int MOST_LAYERS = 500;

    private final Object renderer;

    private RichValues(Object renderer) {
        this.renderer = renderer;
    }

    /**
     * Registers how arrays of the engine and of Java, nets, tables, charts, results and data sets
     * are shown; acts once for each kernel.
     *
     * @param kernel JJava's or IJava's kernel
     * @throws IllegalStateException if it is neither
     */
    static void register(Object kernel) {
        if (!REGISTERED.add(kernel)) {
            return;
        }
        try {
            var values = new RichValues(kernel.getClass().getMethod("getRenderer").invoke(kernel));
            values.show(NDArray.class, ArrayView::of);
            values.show(Block.class, net -> Views.table(Summary.of(net), MOST_LAYERS));
            values.show(Table.class, Views::table);
            values.show(Views.CHART, Views::chart);
            values.show(TrainingReport.class, Views::report);
            values.show(FashionMnist.class, Views::dataSet);
            values.show(Accumulator.class, Views::accumulator);
            values.show(Plot.class, plot -> Rendering.ofDrawing(plot.toString(), plot::png));
            values.show(
                    Images.class,
                    images -> Rendering.ofPicture(images.toString(), Pixels.png(images.draw())));
            for (Class<?> array : JavaArrayView.TYPES) {
                values.show(array, JavaArrayView::of);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This kernel does not show values as JJava does", e);
        }
    }

    private <T> void show(Class<T> type, Function<? super T, Rendering> view)
            throws ReflectiveOperationException {
        Object registration =
                renderer.getClass()
                        .getMethod("createRegistration", Class.class)
                        .invoke(renderer, type);
        registration
                .getClass()
                .getMethod("preferring", String[].class)
                .invoke(registration, (Object) new String[] {"text/html", "image/png"});
        Class<?> function =
                Class.forName(
                        renderer.getClass().getPackageName() + ".RenderFunction",
                        true,
                        renderer.getClass().getClassLoader());
        InvocationHandler render = (proxy, method, args) -> render(type, view, args[0], args[1]);
        Object proxy =
                Proxy.newProxyInstance(
                        function.getClassLoader(), new Class<?>[] {function}, render);
        registration.getClass().getMethod("register", function).invoke(registration, proxy);
    }

    private static <T> Object render(
            Class<T> type, Function<? super T, Rendering> view, Object value, Object context)
            throws ReflectiveOperationException {
        Object output = context.getClass().getMethod("getOutputContainer").invoke(context);
        Notebook.fill(output, bundle(type, view, value).mimeBundle());
        return null;
    }

    /** What fails here must neither end the kernel nor hide the value. */
    private static <T> Rendering bundle(
            Class<T> type, Function<? super T, Rendering> view, Object value) {
        try {
            return view.apply(type.cast(value));
        } catch (RuntimeException | Error e) {
            return Rendering.asText(value, e);
        }
    }
}
