package io.leaderelection.lock.kubernetes.death;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessLocationTests {

    private static final String TEXT = "v1;process=p-a;uid=uid-of-a;name=billing-a;container=app";

    @Test
    void areWrittenAndReadAsThisText() {
        assertThat(TestPod.HOLDER.toText()).isEqualTo(TEXT);
        assertThat(ProcessLocation.parse(TEXT)).contains(TestPod.HOLDER);
        assertThat(ProcessLocation.parse("v1;node=n;container=app;name=billing-a;uid=uid-of-a;process=p-a"))
                .contains(TestPod.HOLDER);
        assertThat(TestPod.HOLDER.line()).isEqualTo("leader-election p-a");
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                "v2;process=p-a;uid=uid-of-a;name=billing-a;container=app",
                "v1;uid=uid-of-a;name=billing-a;container=app",
                "v1;process=;uid=uid-of-a;name=billing-a;container=app",
                "v1;process=p-a;uid=;name=billing-a;container=app",
                "v1;process=p-a;uid=uid-of-a;name=billing-a%2Cspec.nodeName%3Dn;container=app",
                "v1;process=p-a;uid=uid-of-a;name=..%2Fsecrets;container=app",
                "v1;process=p-a;uid=uid-of-a;name=billing-a;container=App",
                "v1;process=p-a;uid=uid-of-a;name=billing-a;container=%zz"
            })
    void whatNobodyOfOursWroteIsIgnored(String text) {
        assertThat(ProcessLocation.parse(text)).isEmpty();
    }

    @Test
    void whatIsNoPlaceCannotBeClaimed() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ProcessLocation("p", "u", "billing-a", "a,b"));
    }
}
