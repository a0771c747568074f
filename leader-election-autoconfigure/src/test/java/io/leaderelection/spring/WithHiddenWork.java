package io.leaderelection.spring;

import io.leaderelection.LeaderOnly;

/** Has work that no subclass in another package overrides, and so no proxy of one. */
public class WithHiddenWork {

    @LeaderOnly
    void hidden() {}
}
