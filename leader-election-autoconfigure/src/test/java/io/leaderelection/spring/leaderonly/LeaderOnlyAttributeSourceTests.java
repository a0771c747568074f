package io.leaderelection.spring.leaderonly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.leaderelection.LeaderOnly;
import io.leaderelection.Otherwise;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.springframework.context.Lifecycle;

class LeaderOnlyAttributeSourceTests {

    private final LeaderOnlyAttributeSource attributes = new LeaderOnlyAttributeSource();

    @Test
    void whatAMethodLeavesOutItsTypeSays() throws NoSuchMethodException {
        assertThat(attributes.find(Typed.class.getDeclaredMethod("own"), Typed.class))
                .contains(new LeaderOnlyAttribute("reports", Otherwise.THROW, false, false));
        assertThat(attributes.find(Typed.class.getDeclaredMethod("plain"), Typed.class))
                .contains(new LeaderOnlyAttribute("reports", Otherwise.SKIP, true, false));
    }

    @Test
    void aClassWhoseMethodsCannotBeReadIsLeftAlone() throws ClassNotFoundException {
        Class<?> unreadable = new Forgetful().loadClass(Unreadable.class.getName());

        assertThatIllegalStateException().isThrownBy(() -> BeanMethods.of(unreadable));
        assertThat(attributes.isGated(unreadable)).isFalse();
        assertThat(attributes.isMarked(unreadable)).isFalse();
    }

    @Test
    void butNotOneThatHasMarksWhichWouldBeOverlooked() throws ClassNotFoundException {
        Class<?> unreadable = new Forgetful().loadClass(UnreadableWork.class.getName());

        assertThatIllegalStateException().isThrownBy(() -> BeanMethods.of(unreadable));
        assertThat(attributes.isGated(unreadable)).isTrue();
        assertThat(attributes.isMarked(unreadable)).isTrue();
    }

    @Test
    void aMethodSaysForItselfWhetherItsCallsAreInterrupted() throws NoSuchMethodException {
        assertThat(attributes.find(Typed.class.getDeclaredMethod("plain"), Typed.class))
                .get()
                .extracting(LeaderOnlyAttribute::interrupt)
                .isEqualTo(true);
        assertThat(attributes.find(Typed.class.getDeclaredMethod("awaited"), Typed.class))
                .contains(new LeaderOnlyAttribute("reports", Otherwise.SKIP, false, false));
    }

    @Test
    void ofAMarkedTypeWhatOthersCanCallIsGated() throws NoSuchMethodException {
        assertThat(attributes.find(Heir.class.getMethod("work"), Heir.class)).isPresent();
        assertThat(attributes.find(Heir.class.getMethod("toString"), Heir.class))
                .isEmpty();
        assertThat(attributes.find(Typed.class.getDeclaredMethod("hidden"), Typed.class))
                .isEmpty();
        assertThat(attributes.find(Typed.class.getDeclaredMethod("make"), Typed.class))
                .isEmpty();
    }

    @Test
    void ofAMarkedLifecycleNoMethodIsGated() {
        assertThat(attributes.isGated(Endpoint.class)).isFalse();
        assertThat(attributes.isMarked(Endpoint.class)).isTrue();
        assertThat(LeaderOnlyAttributeSource.electionOn(Endpoint.class)).isEqualTo("mails");
    }

    @LeaderOnly(election = "reports", otherwise = Otherwise.SKIP, interrupt = true)
    static class Typed {

        @LeaderOnly(otherwise = Otherwise.THROW)
        void own() {}

        @LeaderOnly(interrupt = false)
        void awaited() {}

        void plain() {}

        private void hidden() {}

        static void make() {}
    }

    static class Work {

        public void work() {}
    }

    @LeaderOnly
    static class Heir extends Work {}

    @LeaderOnly("mails")
    abstract static class Endpoint implements Lifecycle {}

    static class Unreadable {

        void use(Missing missing) {}
    }

    static class UnreadableWork {

        @LeaderOnly
        void work() {}

        void use(Missing missing) {}
    }

    static class Missing {}

    /** Has what is unreadable, and not what that mentions. */
    private static final class Forgetful extends ClassLoader {

        Forgetful() {
            super(LeaderOnlyAttributeSourceTests.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.equals(Missing.class.getName())) {
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith(Unreadable.class.getName())) {
                return super.loadClass(name, resolve);
            }
            try (InputStream bytes = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] code = bytes.readAllBytes();
                return defineClass(name, code, 0, code.length);
            } catch (IOException unreadable) {
                throw new ClassNotFoundException(name, unreadable);
            }
        }
    }
}
