package ai.d2l;

import ai.d2l.internal.engine.EngineSetup;
import ai.d2l.internal.engine.Owner;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;

/** Passes over a DJL data set; what one leaves open is closed when these are gone. */
final class DatasetPasses implements Iterable<Batch> {

    private final Dataset dataset;
    private final Owner owner = new Owner(this, "passes", EngineSetup.engine().defaultDevice());

    DatasetPasses(Dataset dataset) {
        this.dataset = dataset;
    }

    @Override
    public Iterator<Batch> iterator() {
        Iterator<Batch> pass = newPass();
        return new Iterator<>() { // holds these, without which the pass would be closed
            @Override
            public boolean hasNext() {
                return pass.hasNext();
            }

            @Override
            public Batch next() {
                return pass.next();
            }
        };
    }

    private Iterator<Batch> newPass() {
        try {
            return dataset.getData(owner.manager()).iterator();
        } catch (IOException e) {
            throw new UncheckedIOException("The data set cannot be read: " + e.getMessage(), e);
        } catch (TranslateException e) {
            throw new IllegalStateException("The data set cannot be read: " + e.getMessage(), e);
        }
    }
}
