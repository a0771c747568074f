package io.leaderelection.spring;

import io.leaderelection.GatedCallListener;
import java.lang.reflect.UndeclaredThrowableException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/** All listeners of gated calls as one. They are made at the first call, because they may need elections. */
public final class CallListeners implements GatedCallListener {

    private final ObjectProvider<GatedCallListener> beans;
    private volatile GatedCallListener @Nullable [] all;

    public CallListeners(ObjectProvider<GatedCallListener> beans) {
        this.beans = beans;
    }

    @Override
    public void call(String election, String call, Outcome outcome) {
        GatedCallListener[] listeners = all;
        if (listeners == null) {
            listeners = beans.orderedStream().toArray(GatedCallListener[]::new);
            all = listeners;
        }
        Throwable first = null;
        for (GatedCallListener listener : listeners) {
            try {
                listener.call(election, call, outcome);
            } catch (Throwable failure) {
                // Keeps the call from no other.
                first = first == null ? failure : first;
            }
        }
        if (first instanceof Error error) {
            throw error;
        } else if (first instanceof RuntimeException exception) {
            throw exception;
        } else if (first != null) {
            throw new UndeclaredThrowableException(first);
        }
    }
}
