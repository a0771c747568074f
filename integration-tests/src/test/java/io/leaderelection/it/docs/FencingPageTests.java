package io.leaderelection.it.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/** The example of {@code docs/fencing.md}: its SQL and its class, as they stand there, on a real database. */
@Timeout(60)
class FencingPageTests {

    private static final Page PAGE = Page.of(Page.ROOT.resolve("docs/fencing.md"));

    private final JdbcDataSource database = new JdbcDataSource();
    private JdbcClient jdbc;
    private TransactionTemplate transaction;
    private URLClassLoader classes;

    @BeforeEach
    void setUp(@TempDir Path folder) throws Exception {
        database.setURL("jdbc:h2:mem:fencing;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=20000");
        jdbc = JdbcClient.create(database);
        transaction = new TransactionTemplate(new DataSourceTransactionManager(database));
        snippet("sql").text().lines().reduce((one, two) -> one + "\n" + two).stream()
                .flatMap(text -> List.of(text.split(";")).stream())
                .filter(statement -> !statement.isBlank())
                .forEach(statement -> jdbc.sql(statement).update());
        assertThat(SnippetCompiler.compile(snippet("java"), folder)).isEmpty();
        classes = new URLClassLoader(new URL[] {folder.toUri().toURL()});
    }

    @AfterEach
    void tearDown() throws Exception {
        jdbc.sql("shutdown").update();
        classes.close();
    }

    @Test
    void anOldLeaderThatWakesUpLaterIsRefusedAndWritesNothing() throws Exception {
        Invoices invoices = new Invoices(transaction);
        invoices.add(1, 7);
        invoices.add(2, 8);

        assertThatThrownBy(() -> invoices.add(3, 7))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("token 7 is too old");

        assertThat(written()).containsExactly(1L, 2L);
        invoices.add(4, 8);
        assertThat(written()).containsExactly(1L, 2L, 4L);
    }

    @Test
    void anOldLeaderWithinItsTransactionComesFirst() throws Exception {
        CountDownLatch raised = new CountDownLatch(1);
        CountDownLatch goesOn = new CountDownLatch(1);
        CompletableFuture<Void> old = CompletableFuture.runAsync(() -> transaction.executeWithoutResult(status -> {
            new Invoices(transaction).addUnchecked(1, 7);
            raised.countDown();
            await(goesOn);
        }));
        raised.await();

        CompletableFuture<Void> young = CompletableFuture.runAsync(() -> new Invoices(transaction).addUnchecked(2, 8));
        assertThatThrownBy(() -> young.get(200, TimeUnit.MILLISECONDS))
                .as("the new leader waits for the old one's transaction")
                .isInstanceOf(java.util.concurrent.TimeoutException.class);
        goesOn.countDown();
        old.join();
        young.join();

        assertThat(written()).containsExactly(1L, 2L);
    }

    @Test
    void anOldLeaderThatWakesUpWithinTheNewOnesTransactionIsRefused() throws Exception {
        CountDownLatch raised = new CountDownLatch(1);
        CountDownLatch goesOn = new CountDownLatch(1);
        CompletableFuture<Void> young = CompletableFuture.runAsync(() -> transaction.executeWithoutResult(status -> {
            new Invoices(transaction).addUnchecked(2, 8);
            raised.countDown();
            await(goesOn);
        }));
        raised.await();
        CompletableFuture<Void> old = CompletableFuture.runAsync(() -> new Invoices(transaction).addUnchecked(3, 7));
        goesOn.countDown();
        young.join();

        assertThatThrownBy(old::join).hasMessageContaining("token 7 is too old");
        assertThat(written()).containsExactly(2L);
    }

    @Test
    void theTokenIsThatOfTheCallsTerm() throws Exception {
        Invoices invoices = new Invoices(transaction);
        assertThatThrownBy(() -> invoices.method("add", long.class, BigDecimal.class)
                        .invoke(invoices.target, 1L, BigDecimal.ONE))
                .as("outside of a gated call there is no term")
                .hasRootCauseInstanceOf(java.util.NoSuchElementException.class);
    }

    private List<Long> written() {
        return jdbc.sql("select id from invoice order by id").query(Long.class).list();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    private static Page.Snippet snippet(String language) {
        return PAGE.snippets().stream()
                .filter(each -> each.language().equals(language))
                .findFirst()
                .orElseThrow();
    }

    /** The class of the page. */
    private final class Invoices {

        private final Object target;

        Invoices(TransactionOperations transactions) {
            try {
                Constructor<?> constructor = classes.loadClass("snippet.FencedInvoices")
                        .getDeclaredConstructor(JdbcClient.class, TransactionOperations.class);
                constructor.setAccessible(true);
                target = constructor.newInstance(jdbc, transactions);
            } catch (ReflectiveOperationException changed) {
                throw new AssertionError("the page's class is another now", changed);
            }
        }

        void add(long id, long token) throws Exception {
            try {
                method("add", long.class, BigDecimal.class, long.class).invoke(target, id, BigDecimal.TEN, token);
            } catch (InvocationTargetException thrown) {
                throw (Exception) thrown.getCause();
            }
        }

        void addUnchecked(long id, long token) {
            try {
                add(id, token);
            } catch (RuntimeException refused) {
                throw refused;
            } catch (Exception other) {
                throw new AssertionError(other);
            }
        }

        Method method(String name, Class<?>... parameters) throws NoSuchMethodException {
            Method method = target.getClass().getDeclaredMethod(name, parameters);
            method.setAccessible(true);
            return method;
        }
    }
}
