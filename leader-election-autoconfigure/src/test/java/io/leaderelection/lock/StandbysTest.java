package io.leaderelection.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StandbysTest {

    private static final Standbys THREE = of("a old", "b new", "c");

    @Test
    void theTextIsReadAsItWasWritten() {
        assertThat(THREE.toText()).isEqualTo("v1;standby1=a;revision1=old;standby2=b;revision2=new;standby3=c");
        assertThat(Standbys.parse(THREE.toText())).isEqualTo(THREE);
        Standbys odd = Standbys.NONE.with(new StandbyInstance("ä ;=\n%", "1;2"));
        assertThat(Standbys.parse(odd.toText())).isEqualTo(odd);
    }

    @Test
    void nobodyHasNoText() {
        assertThat(Standbys.NONE.toText()).isNull();
        assertThat(Standbys.parse(null)).isEqualTo(Standbys.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "v2;standby1=a", "v1;standby1=%zz", "nonsense"})
    void whatIsNotOursTellsNothing(String text) {
        assertThat(Standbys.parse(text)).isNull();
    }

    @Test
    void neitherTheListNorItsTextsGrowForEver() {
        String longest = "\u00e4".repeat(1_000);
        Standbys many = Standbys.NONE;
        for (int each : IntStream.rangeClosed(1, 100).toArray()) {
            many = many.with(new StandbyInstance(each + longest, longest));
        }

        assertThat(many.all()).allSatisfy(each -> assertThat(each.identity()).hasSize(253));
        assertThat(many.all().get(many.all().size() - 1).identity()).startsWith("100");
        assertThat(many.toText()).hasSizeLessThanOrEqualTo(Standbys.LONGEST_TEXT);
        assertThat(Standbys.parse(many.toText())).isEqualTo(many);
        assertThat(Standbys.parse("v1;standby1=" + "x".repeat(Standbys.LONGEST_TEXT)))
                .isNull();
    }

    @Test
    void theEarliestMakeRoom() {
        Standbys many = Standbys.NONE;
        for (int each : IntStream.rangeClosed(1, 100).toArray()) {
            many = many.with(new StandbyInstance("billing-" + each, "x".repeat(253)));
        }

        assertThat(many.all()).hasSize(Standbys.MOST);
        assertThat(many.all().get(0).identity()).isEqualTo("billing-85");
    }

    @Test
    void whoComesAgainIsTheLatest() {
        assertThat(THREE.with(new StandbyInstance("a", "new"))).isEqualTo(of("b new", "c", "a new"));
    }

    @Test
    void whoTakesTheLeaseLeavesThoseOfItsRevisionAndThoseWhoCameAfterIt() {
        Standbys all = of("a old", "b old", "c new", "d old", "e new");

        assertThat(all.without(new StandbyInstance("b", "old"))).isEqualTo(of("a old", "c new", "d old", "e new"));
        assertThat(all.without(new StandbyInstance("c", "new"))).isEqualTo(of("d old", "e new"));
        assertThat(all.without(new StandbyInstance("e", "new"))).isEqualTo(of("c new"));
        assertThat(all.without(new StandbyInstance("x", "new"))).isEqualTo(all);
    }

    @Test
    void onlyAnotherRevisionThatIsKnownIsAnother() {
        assertThat(THREE.anyOtherThan("old")).isTrue();
        assertThat(of("a old", "c").anyOtherThan("old")).isFalse();
    }

    private static Standbys of(String... standbys) {
        return new Standbys(List.of(standbys).stream()
                .map(each -> each.split(" "))
                .map(parts -> new StandbyInstance(parts[0], revision(parts)))
                .toList());
    }

    private static @Nullable String revision(String[] parts) {
        return parts.length == 1 ? null : parts[1];
    }
}
