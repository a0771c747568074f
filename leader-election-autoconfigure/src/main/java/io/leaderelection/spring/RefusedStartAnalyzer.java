package io.leaderelection.spring;

import io.leaderelection.spi.RefusedStartException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Has Spring Boot print what is wrong and the fix instead of a stack. */
final class RefusedStartAnalyzer extends AbstractFailureAnalyzer<RefusedStartException> {

    @Override
    protected FailureAnalysis analyze(Throwable whole, RefusedStartException refused) {
        return refused.analysis();
    }
}
