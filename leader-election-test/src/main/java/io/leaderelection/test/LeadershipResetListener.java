package io.leaderelection.test;

import org.springframework.core.Ordered;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.support.AbstractTestExecutionListener;

/**
 * Sets the switch back around each test: after it, so that work which does not end is blamed on the test that left it
 * running; and before it, for what was switched between tests.
 */
final class LeadershipResetListener extends AbstractTestExecutionListener {

    /** After a test before mocks are reset ({@code LOWEST_PRECEDENCE - 100}), which may hear of the way back. */
    private static final int ORDER = Ordered.LOWEST_PRECEDENCE - 50;

    @Override
    public int getOrder() {
        return ORDER;
    }

    @Override
    public void beforeTestMethod(TestContext test) {
        reset(test);
    }

    @Override
    public void afterTestMethod(TestContext test) {
        reset(test);
    }

    private static void reset(TestContext test) {
        if (test.hasApplicationContext()) {
            test.getApplicationContext().getBeanProvider(SwitchBoard.class).ifAvailable(SwitchBoard::resetIfRunning);
        }
    }
}
