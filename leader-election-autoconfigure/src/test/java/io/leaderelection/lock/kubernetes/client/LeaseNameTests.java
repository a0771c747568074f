package io.leaderelection.lock.kubernetes.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LeaseNameTests {

    @ParameterizedTest
    @ValueSource(strings = {"a", "billing", "a-1.b-2", "0", "a.b.c"})
    void validNamesAreAccepted(String name) {
        assertThat(new LeaseName("shop", name)).hasToString("shop/" + name);
    }

    @ParameterizedTest
    @CsvSource({
        "My_Application, my-application",
        "billing-, billing",
        "-billing, billing",
        "a..b, a-b",
        "a/../b, a-b",
        "'a b', a-b",
        "'', my-application",
        "ü, my-application",
    })
    void otherNamesAreRefusedWithASuggestion(String name, String suggestion) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LeaseName("shop", name))
                .withMessageStartingWith("The lease name '" + name + "' must have at most 253 characters")
                .withMessageEndingWith("Set the key lease-name of this election, for example to '" + suggestion + "'.");
    }

    @Test
    void aNameThatIsTooLongIsRefused() {
        assertThat(new LeaseName("shop", "x".repeat(253)).name()).hasSize(253);
        assertThatIllegalArgumentException().isThrownBy(() -> new LeaseName("shop", "x".repeat(254)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Shop", "a.b", "a/b", "-a", "a\n"})
    void aNamespaceOfAnotherFormIsRefused(String namespace) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LeaseName(namespace, "billing"))
                .withMessageStartingWith("leader.election.kubernetes.namespace is '")
                .withMessageEndingWith("Set it to the namespace of the Lease.")
                .withMessageNotContaining("\n");
    }

    @ParameterizedTest
    @CsvSource({"team, billing", "team, ''", "example.com/team, A_b.c-1", "a, a"})
    void validLabelsAreAccepted(String key, String value) {
        assertThat(new LeaseLabels(Map.of(key, value)).values()).containsEntry(key, value);
    }

    @ParameterizedTest
    @CsvSource({"'', a", "'a b', a", "/a, a", "a/b/c, a", "a, 'b c'", "a, -b", "Example.com/a, b"})
    void otherLabelsAreRefusedByName(String key, String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LeaseLabels(Map.of(key, value)))
                .withMessageStartingWith("leader.election.kubernetes.labels has '" + key + "' = '" + value + "', but")
                .withMessageEndingWith("Change or remove this label.");
    }
}
