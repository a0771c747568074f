package io.leaderelection.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;

import io.leaderelection.lock.Answer;
import io.leaderelection.lock.LeaseStore;
import io.leaderelection.lock.StoreFailure;
import io.leaderelection.lock.StoredLease;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WiredStoreTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private final LeaseStore behind = mock();
    private final StoredLease lease = mock();
    private final List<Answer> answers = new ArrayList<>();
    private final Consumer<Answer> hear = answers::add;

    /** A default of the port would hide what the store behind can do. */
    @Test
    void noDefaultOfThePortIsLeft() {
        assertThat(Stream.of(LeaseStore.class.getMethods()).filter(method -> !Modifier.isStatic(method.getModifiers())))
                .hasSizeGreaterThan(8)
                .allSatisfy(method -> assertThat(methodOfWiredStore(method).getDeclaringClass())
                        .isEqualTo(WiredStore.class));
    }

    @Test
    void rehearsesInTheStoreBehind() {
        given(behind.canRehearse()).willReturn(true);
        WiredStore wired = new WiredStore(() -> behind, Runnable::run);

        assertThat(wired.canRehearse()).isTrue();
        wired.rehearse(lease, TIMEOUT, hear);

        then(behind).should().rehearse(lease, TIMEOUT, hear);
    }

    @Test
    void noRehearsalReachesTheStoreWhileItIsCutOff() {
        given(behind.canRehearse()).willReturn(true);
        WiredStore wired = new WiredStore(() -> behind, Runnable::run);
        wired.cut();

        wired.rehearse(lease, TIMEOUT, hear);

        then(behind).should(never()).rehearse(lease, TIMEOUT, hear);
        assertThat(answers).singleElement().isInstanceOf(StoreFailure.class);
    }

    private static Method methodOfWiredStore(Method method) throws ReflectiveOperationException {
        return WiredStore.class.getMethod(method.getName(), method.getParameterTypes());
    }
}
