-- Puts the cells of future jobs into partitions by the day of their job's submission, each in eight parts. Nothing is
-- copied: the table as it is becomes the partition of all jobs before. Run it once, as the owner of the schema, while the
-- services run; when it is to count is the setting cellmill.partition_from, by default a minute from now:
--
--   psql -v ON_ERROR_STOP=1 -f infra/scale/partition-cells.sql "$DATABASE"
--
-- Ids of jobs are UUIDv7, so their order is that of their time. A job's cells stay in the partition of its submission
-- however long it runs. All that is old is given up by dropping a partition.

-- The first id of a moment.
CREATE FUNCTION status.first_job_of(moment timestamptz) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
    SELECT (substr(hex, 1, 8) || '-' || substr(hex, 9, 4) || '-0000-0000-000000000000')::uuid
    FROM lpad(to_hex(floor(extract(epoch FROM moment) * 1000)::bigint), 12, '0') AS hex
$$;

-- What is not there yet of the days up to and with the last one. Services need not be told. To be called each day.
CREATE PROCEDURE status.add_cell_partitions(last_day date) LANGUAGE plpgsql AS $$
DECLARE
    day date;
    first_day date := (SELECT max((regexp_match(relname, '^cell_(\d{8})$'))[1])::date + 1
                       FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
                       WHERE inhparent = 'status.cell'::regclass AND relname ~ '^cell_\d{8}$');
BEGIN
    FOR day IN SELECT generate_series(first_day, last_day, '1 day')::date LOOP
        CALL status.add_cell_partition(to_char(day, 'YYYYMMDD'), day::timestamp AT TIME ZONE 'UTC',
            (day + 1)::timestamp AT TIME ZONE 'UTC');
    END LOOP;
END $$;

CREATE PROCEDURE status.add_cell_partition(name text, begins timestamptz, ends timestamptz) LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE TABLE status.cell_%s PARTITION OF status.cell FOR VALUES FROM (%L) TO (%L) '
        || 'PARTITION BY HASH (job_id)', name, status.first_job_of(begins), status.first_job_of(ends));
    FOR part IN 0..7 LOOP
        EXECUTE format('CREATE TABLE status.cell_%s_%s PARTITION OF status.cell_%1$s '
            || 'FOR VALUES WITH (MODULUS 8, REMAINDER %2$s) WITH (fillfactor = 90)', name, part);
    END LOOP;
END $$;

-- Checked while the services go on, so that what comes after takes a moment only.
DO $$
DECLARE
    begins timestamptz := coalesce(nullif(current_setting('cellmill.partition_from', true), '')::timestamptz,
        now() + interval '1 minute');
BEGIN
    PERFORM set_config('cellmill.partition_from', begins::text, false);
    EXECUTE format('ALTER TABLE status.cell ADD CONSTRAINT cell_before CHECK (job_id < %L) NOT VALID',
        status.first_job_of(begins));
END $$;
ALTER TABLE status.cell VALIDATE CONSTRAINT cell_before;

DO $$
DECLARE
    begins timestamptz := current_setting('cellmill.partition_from')::timestamptz;
    next_day date := (begins AT TIME ZONE 'UTC')::date + 1;
BEGIN
    ALTER TABLE status.cell RENAME TO cell_before;
    ALTER INDEX status.cell_pkey RENAME TO cell_before_pkey;
    ALTER INDEX status.cell_running RENAME TO cell_before_running;
    ALTER INDEX status.cell_failed RENAME TO cell_before_failed;
    CREATE TABLE status.cell (LIKE status.cell_before INCLUDING DEFAULTS, PRIMARY KEY (job_id, row, col))
        PARTITION BY RANGE (job_id);
    CREATE INDEX cell_running ON status.cell (job_id, row, col) WHERE state = 1;
    CREATE INDEX cell_failed ON status.cell (job_id, row, col) WHERE state = 3;
    PERFORM access.bind_to_tenant('status.cell');
    GRANT SELECT ON status.cell TO cellmill_request, cellmill_job_api, cellmill_worker;
    GRANT SELECT, INSERT, UPDATE, DELETE ON status.cell TO cellmill_status;
    EXECUTE format('ALTER TABLE status.cell ATTACH PARTITION status.cell_before FOR VALUES FROM (MINVALUE) TO (%L)',
        status.first_job_of(begins));
    ALTER TABLE status.cell_before DROP CONSTRAINT cell_before;
    -- what is left of the first day, then whole days; a day that nobody added in time has its cells in the last one
    CALL status.add_cell_partition(to_char(next_day - 1, 'YYYYMMDD'), begins, next_day::timestamp AT TIME ZONE 'UTC');
    CALL status.add_cell_partitions(next_day + 14);
    CREATE TABLE status.cell_later PARTITION OF status.cell DEFAULT;
END $$;
