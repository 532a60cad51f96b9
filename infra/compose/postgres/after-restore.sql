-- After the database was put back to an earlier moment, before the services start; by its owner or administrator.
--
-- Kafka was not put back, and workers know jobs by the newest version that stands there: a job that was paused or cancelled
-- after the backup would be refused by them for ever. So versions go on above all that were ever given, now and after
-- another restore of the same backup: by the seconds since 1970. Jobs that are open are published anew; of the others
-- what was published stays so, and a retry of theirs has a higher version.
UPDATE jobs.job
SET version = version + extract(epoch FROM now())::bigint,
    published = CASE WHEN state IN ('completed', 'failed', 'cancelled')
        THEN published + extract(epoch FROM now())::bigint ELSE published END;

-- And so do runs: events of retries after the backup come back, and of two runs of a cell the higher one counts.
SELECT setval('jobs.run', greatest(nextval('jobs.run') + 1000000, extract(epoch FROM now())::bigint));
