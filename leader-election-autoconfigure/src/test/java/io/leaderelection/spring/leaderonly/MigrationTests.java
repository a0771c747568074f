package io.leaderelection.spring.leaderonly;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaderelection.LeaderOnly;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import liquibase.integration.spring.SpringLiquibase;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Flyway and Liquibase at start-up: each replica waits for the schema, and whoever comes first makes it. */
class MigrationTests {

    @ParameterizedTest
    @ValueSource(classes = {FlywayAtStart.class, LiquibaseAtStart.class})
    void everyReplicaFindsTheSchemaWhoeverLeadsAndItIsMadeOnce(Class<?> migration) throws SQLException {
        DataSource database = database(migration);
        try (Connection open = database.getConnection()) {
            for (int replica = 0; replica < 2; replica++) {
                GatedReplica.fixed(false)
                        .withBean(DataSource.class, () -> database)
                        .withUserConfiguration(migration)
                        .run(context -> assertThat(context).hasNotFailed());
            }
            try (Statement statement = open.createStatement();
                    ResultSet orders = statement.executeQuery("select count(*) from orders")) {
                orders.next();
                assertThat(orders.getInt(1))
                        .as("orders that the migration adds")
                        .isEqualTo(1);
            }
        }
    }

    @Test
    void aMigrationThatIsMarkedIsRefused() {
        GatedReplica.fixed(true)
                .withBean(DataSource.class, () -> database(MarkedLiquibase.class))
                .withUserConfiguration(MarkedLiquibase.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining("afterPropertiesSet()")
                        .hasStackTraceContaining("callback of the container (InitializingBean)"));
    }

    private static JdbcDataSource database(Class<?> name) {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:" + name.getSimpleName());
        return database;
    }

    @Configuration(proxyBeanMethods = false)
    static class FlywayAtStart {

        @Bean(initMethod = "migrate")
        Flyway flyway(DataSource database) {
            return Flyway.configure()
                    .dataSource(database)
                    .locations("classpath:migrations")
                    .load();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class LiquibaseAtStart {

        @Bean
        SpringLiquibase liquibase(DataSource database) {
            return configured(new SpringLiquibase(), database);
        }
    }

    @LeaderOnly
    static class LeadersLiquibase extends SpringLiquibase {}

    @Configuration(proxyBeanMethods = false)
    static class MarkedLiquibase {

        @Bean
        LeadersLiquibase liquibase(DataSource database) {
            return (LeadersLiquibase) configured(new LeadersLiquibase(), database);
        }
    }

    private static SpringLiquibase configured(SpringLiquibase liquibase, DataSource database) {
        liquibase.setDataSource(database);
        liquibase.setChangeLog("classpath:migrations/changelog.sql");
        return liquibase;
    }
}
