package io.leaderelection.spring.leaderonly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.leaderelection.LeaderOnly;
import io.leaderelection.Otherwise;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class GateRulesTests {

    private final GateRules rules = new GateRules();

    @Test
    void whatAMethodLeavesOutItsTypeSays() throws NoSuchMethodException {
        assertThat(rules.find(Typed.class.getDeclaredMethod("own"), Typed.class))
                .contains(new GateRule("reports", Otherwise.THROW, false, false));
        assertThat(rules.find(Typed.class.getDeclaredMethod("plain"), Typed.class))
                .contains(new GateRule("reports", Otherwise.SKIP, true, false));
    }

    @Test
    void aClassWhoseMethodsCannotBeReadIsLeftAlone() throws ClassNotFoundException {
        Class<?> unreadable = new Forgetful().loadClass(Unreadable.class.getName());

        assertThatIllegalStateException().isThrownBy(() -> BeanMethods.of(unreadable));
        assertThat(rules.anyFor(unreadable)).isFalse();
        assertThat(rules.anywhereIn(unreadable)).isFalse();
    }

    @Test
    void butNotOneThatHasMarksWhichWouldBeOverlooked() throws ClassNotFoundException {
        Class<?> unreadable = new Forgetful().loadClass(UnreadableWork.class.getName());

        assertThatIllegalStateException().isThrownBy(() -> BeanMethods.of(unreadable));
        assertThat(rules.anyFor(unreadable)).isTrue();
        assertThat(rules.anywhereIn(unreadable)).isTrue();
    }

    @Test
    void aMethodSaysForItselfWhetherItsCallsAreInterrupted() throws NoSuchMethodException {
        assertThat(rules.find(Typed.class.getDeclaredMethod("plain"), Typed.class))
                .get()
                .extracting(GateRule::interrupt)
                .isEqualTo(true);
        assertThat(rules.find(Typed.class.getDeclaredMethod("awaited"), Typed.class))
                .contains(new GateRule("reports", Otherwise.SKIP, false, false));
    }

    @LeaderOnly(election = "reports", otherwise = Otherwise.SKIP, interrupt = true)
    static class Typed {

        @LeaderOnly(otherwise = Otherwise.THROW)
        void own() {}

        @LeaderOnly(interrupt = false)
        void awaited() {}

        void plain() {}
    }

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
            super(GateRulesTests.class.getClassLoader());
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
