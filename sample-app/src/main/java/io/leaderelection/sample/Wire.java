package io.leaderelection.sample;

import io.leaderelection.spi.LeaseStoreFactory;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** The way between this replica and the stores of its leases, which can be cut and mended. */
class Wire implements BeanPostProcessor {

    private final List<WiredStore> stores = new CopyOnWriteArrayList<>();

    /** Puts itself between elections and whatever opens their stores. */
    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof LeaseStoreFactory factory ? wired(factory) : bean;
    }

    private LeaseStoreFactory wired(LeaseStoreFactory factory) {
        return (lease, requests) -> {
            WiredStore store = new WiredStore(() -> factory.open(lease, requests), requests);
            stores.add(store);
            return store;
        };
    }

    /** From now on no request reaches a store, and no news comes in; what the store had for us is free. */
    void cut() {
        stores.forEach(WiredStore::cut);
    }

    void mend() {
        stores.forEach(WiredStore::mend);
    }
}
