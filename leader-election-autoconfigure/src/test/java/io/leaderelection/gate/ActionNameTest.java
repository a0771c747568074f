package io.leaderelection.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.asm.ClassWriter;
import org.springframework.asm.Opcodes;

/** Whoever reads a name in a log finds the code that it stands for. */
class ActionNameTest {

    private static final String HERE = "io.leaderelection.gate.ActionNameTest";

    @Test
    void aClassIsNamedAsItIs() {
        Runnable anonymous = new Runnable() {
            @Override
            public void run() {}
        };

        assertThat(nameOf(new Billing())).isEqualTo(HERE + "$Billing");
        assertThat(nameOf(anonymous)).isEqualTo(HERE + "$1");
    }

    @Test
    void aLambdaIsNamedByTheClassInWhichItStands() {
        Runnable lambda = () -> {};
        Runnable reference = List.of()::size;

        assertThat(nameOf(lambda)).isEqualTo(HERE + " (lambda)");
        assertThat(nameOf(reference)).isEqualTo(HERE + " (lambda)");
        assertThat(nameOf(Billing.LAMBDA)).isEqualTo(HERE + "$Billing (lambda)");
    }

    @Test
    void aGeneratedSubclassIsNamedByTheClassThatWasWritten() {
        ProxyFactory factory = new ProxyFactory(new Billing());
        factory.setProxyTargetClass(true);
        Object proxy = factory.getProxy();

        assertThat(proxy.getClass()).isNotEqualTo(Billing.class);
        assertThat(nameOf(proxy)).isEqualTo(HERE + "$Billing");
    }

    @Test
    void aHiddenClassIsNamedWithoutItsNumber() throws Exception {
        try (InputStream compiled = Billing.class.getResourceAsStream("ActionNameTest$Billing.class")) {
            Class<?> hidden = MethodHandles.lookup()
                    .defineHiddenClass(compiled.readAllBytes(), false)
                    .lookupClass();

            assertThat(hidden.getName()).contains("/");
            assertThat(ActionName.of(hidden)).isEqualTo(HERE + "$Billing");
        }
    }

    @Test
    void whatCannotBeSeenOrIsTooLongIsNotShown() throws Exception {
        assertThat(ActionName.of(classNamed("Odd\u200b"))).isEqualTo("io.leaderelection.gate.Odd\\u200b");
        assertThat(ActionName.of(classNamed("L".repeat(300)))).hasSize(253).endsWith("L…");
    }

    private static String nameOf(Object action) {
        return ActionName.of(action.getClass());
    }

    private static Class<?> classNamed(String name) throws IllegalAccessException {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V17, 0, "io/leaderelection/gate/" + name, null, "java/lang/Object", null);
        return MethodHandles.lookup().defineClass(writer.toByteArray());
    }

    static class Billing implements Runnable {

        static final Runnable LAMBDA = () -> {};

        @Override
        public void run() {}
    }
}
