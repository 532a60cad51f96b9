package dev.cellmill.common.db;

import dev.cellmill.testkit.TestDatabase;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jooq.codegen.GenerationTool;
import org.jooq.meta.jaxb.Configuration;
import org.jooq.meta.jaxb.Database;
import org.jooq.meta.jaxb.Generate;
import org.jooq.meta.jaxb.GeneratedSerialVersionUID;
import org.jooq.meta.jaxb.Generator;
import org.jooq.meta.jaxb.Jdbc;
import org.jooq.meta.jaxb.Logging;
import org.jooq.meta.jaxb.SchemaMappingType;
import org.jooq.meta.jaxb.Target;

/** What jOOQ writes for a migrated database: tables, keys and sequences, nothing that changes from run to run. */
record ClassGeneration(TestDatabase database, String packageName) {

    void into(Path folder) throws Exception {
        var generator = new Generator()
                .withDatabase(tables())
                .withGenerate(parts())
                .withTarget(new Target().withPackageName(packageName).withDirectory(folder.toString()));
        var jdbc = new Jdbc().withUrl(database.url()).withUser(database.user()).withPassword(database.password());
        GenerationTool.generate(
                new Configuration().withLogging(Logging.WARN).withJdbc(jdbc).withGenerator(generator));
    }

    private static Database tables() {
        return new Database()
                .withName("org.jooq.meta.postgres.PostgresDatabase")
                .withIncludeRoutines(false)
                .withIncludeIndexes(false)
                .withIncludeCheckConstraints(false)
                .withIncludeSystemSequences(false)
                .withSchemata(Stream.of("access", "intake", "jobs", "worker", "status")
                        .map(schema -> new SchemaMappingType().withInputSchema(schema))
                        .toList());
    }

    private static Generate parts() {
        return new Generate()
                .withRecords(false)
                .withDaos(false)
                .withPojos(false)
                .withRoutines(false)
                .withIndexes(false)
                .withJavadoc(false)
                .withComments(false)
                .withDeprecated(false)
                .withGeneratedAnnotation(false)
                .withGlobalCatalogReferences(false)
                .withJooqVersionReference(false)
                .withGeneratedSerialVersionUID(GeneratedSerialVersionUID.CONSTANT);
    }
}
