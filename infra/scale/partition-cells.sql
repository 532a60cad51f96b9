-- Puts the cells of future jobs into partitions by the day of their job's submission, each in eight parts. Nothing is
-- copied: the table as it is becomes the partition of all jobs before. Run it as the owner of the schema, while the services
-- run:
--
--   psql -v ON_ERROR_STOP=1 -f infra/scale/partition-cells.sql "$DATABASE"
--
-- From when on it is to count is the setting cellmill.partition_from, by default the start (UTC) of the day after tomorrow:
--
--   PGOPTIONS="-c cellmill.partition_from=2026-12-24T00:00:00Z" psql …
--
-- The whole table is read first, at some hundred MB a second; cells of jobs after that moment are refused until it is over.
-- So the moment has to be later than that, and where it was not, the script stops and says what to do. Whoever stops it
-- meanwhile does that himself: ALTER TABLE status.cell DROP CONSTRAINT cell_before. It may be run again.
--
-- Ids of jobs are UUIDv7, so their order is that of their time. A job's cells stay in the partition of its submission
-- however long it runs. All that is old is given up by dropping a partition.

-- The first id of a moment.
CREATE OR REPLACE FUNCTION status.first_job_of(moment timestamptz) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
    SELECT (substr(hex, 1, 8) || '-' || substr(hex, 9, 4) || '-0000-0000-000000000000')::uuid
    FROM lpad(to_hex(floor(extract(epoch FROM moment) * 1000)::bigint), 12, '0') AS hex
$$;

-- What is not there yet of the days up to and with the last one. Services need not be told. To be called each day. Each
-- partition is called by its last day. Cells of days that nobody added in time lie in cell_later: that becomes the one
-- partition of those days, without moving a row, but is read once while the services wait.
CREATE OR REPLACE PROCEDURE status.add_cell_partitions(last_day date) LANGUAGE plpgsql AS $$
DECLARE
    day date;
    first_day date;
    missed date;
BEGIN
    -- so that none comes into cell_later from now on
    LOCK TABLE ONLY status.cell IN ACCESS EXCLUSIVE MODE;
    SELECT max((regexp_match(relname, '^cell_(\d{8})$'))[1])::date + 1 INTO first_day
    FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
    WHERE inhparent = 'status.cell'::regclass AND relname ~ '^cell_\d{8}$';
    SELECT (uuid_extract_timestamp(job_id) AT TIME ZONE 'UTC')::date INTO missed
    FROM status.cell_later ORDER BY job_id DESC LIMIT 1;
    IF missed IS NOT NULL THEN
        ALTER TABLE status.cell DETACH PARTITION status.cell_later;
        EXECUTE format('ALTER TABLE status.cell_later RENAME TO cell_%s', to_char(missed, 'YYYYMMDD'));
        EXECUTE format('ALTER TABLE status.cell ATTACH PARTITION status.cell_%s FOR VALUES FROM (%L) TO (%L)',
            to_char(missed, 'YYYYMMDD'), status.first_job_of(first_day::timestamp AT TIME ZONE 'UTC'),
            status.first_job_of((missed + 1)::timestamp AT TIME ZONE 'UTC'));
        CREATE TABLE status.cell_later PARTITION OF status.cell DEFAULT;
        RAISE NOTICE 'nobody had added % to % in time: they are one partition, status.cell_%', first_day, missed,
            to_char(missed, 'YYYYMMDD');
        first_day := missed + 1;
    END IF;
    FOR day IN SELECT generate_series(first_day, last_day, '1 day')::date LOOP
        CALL status.add_cell_partition(to_char(day, 'YYYYMMDD'), day::timestamp AT TIME ZONE 'UTC',
            (day + 1)::timestamp AT TIME ZONE 'UTC');
    END LOOP;
END $$;

CREATE OR REPLACE PROCEDURE status.add_cell_partition(name text, begins timestamptz, ends timestamptz) LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE TABLE status.cell_%s PARTITION OF status.cell FOR VALUES FROM (%L) TO (%L) '
        || 'PARTITION BY HASH (job_id)', name, status.first_job_of(begins), status.first_job_of(ends));
    FOR part IN 0..7 LOOP
        EXECUTE format('CREATE TABLE status.cell_%s_%s PARTITION OF status.cell_%1$s '
            || 'FOR VALUES WITH (MODULUS 8, REMAINDER %2$s) WITH (fillfactor = 90)', name, part);
    END LOOP;
END $$;

-- Checked while the services go on, so that what comes after takes a moment only. The check holds for new cells at once.
DO $$
DECLARE
    begins timestamptz := coalesce(nullif(current_setting('cellmill.partition_from', true), '')::timestamptz,
        ((now() AT TIME ZONE 'UTC')::date + 2)::timestamp AT TIME ZONE 'UTC');
BEGIN
    IF EXISTS (SELECT FROM pg_class WHERE oid = 'status.cell'::regclass AND relkind = 'p') THEN
        RAISE EXCEPTION 'status.cell is partitioned already' USING HINT = 'CALL status.add_cell_partitions adds days.';
    END IF;
    IF begins <= clock_timestamp() THEN
        RAISE EXCEPTION 'cellmill.partition_from, %, has passed', begins
            USING HINT = 'Name a moment that is later than the reading of the whole table will take.';
    END IF;
    PERFORM set_config('cellmill.partition_from', begins::text, false);
    ALTER TABLE status.cell DROP CONSTRAINT IF EXISTS cell_before;
    EXECUTE format('ALTER TABLE status.cell ADD CONSTRAINT cell_before CHECK (job_id < %L) NOT VALID',
        status.first_job_of(begins));
END $$;
ALTER TABLE status.cell VALIDATE CONSTRAINT cell_before;

DO $$
DECLARE
    begins timestamptz := current_setting('cellmill.partition_from')::timestamptz;
    next_day date := (begins AT TIME ZONE 'UTC')::date + 1;
BEGIN
    IF begins <= clock_timestamp() THEN
        RAISE EXCEPTION 'reading the table has outlasted cellmill.partition_from, %: cells of jobs since are refused', begins
            USING HINT = 'At once: ALTER TABLE status.cell DROP CONSTRAINT cell_before. '
                || 'Then run this again with a later cellmill.partition_from.';
    END IF;
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
    -- what is left of the first day, then whole days; cells of a day that nobody added in time lie in cell_later
    CALL status.add_cell_partition(to_char(next_day - 1, 'YYYYMMDD'), begins, next_day::timestamp AT TIME ZONE 'UTC');
    CREATE TABLE status.cell_later PARTITION OF status.cell DEFAULT;
    CALL status.add_cell_partitions(next_day + 14);
END $$;
