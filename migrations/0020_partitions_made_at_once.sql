-- Two that make, or drop, the partition of one month at once: the second finds it done.
CREATE OR REPLACE FUNCTION make_partition(parent text, of_month date) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp SET lock_timeout = '500ms' SET "TimeZone" = 'UTC' AS $$
DECLARE
  key text := CASE parent WHEN 'messages' THEN 'month' WHEN 'audit_log' THEN 'at' END;
  first date := date_trunc('month', of_month::timestamp)::date;
  until date := first + interval '1 month';
  name text := parent || to_char(first, '"_y"YYYY"m"MM');
BEGIN
  IF key IS NULL THEN RAISE EXCEPTION 'there are no partitions of %', parent; END IF;
  IF to_regclass(name) IS NOT NULL THEN RETURN false; END IF;
  -- In the order in which those who write to a conversation come by them.
  IF parent = 'messages' THEN LOCK TABLE conversations IN SHARE ROW EXCLUSIVE MODE; END IF;
  EXECUTE format('LOCK TABLE ONLY %I IN SHARE UPDATE EXCLUSIVE MODE', parent);
  EXECUTE format('LOCK TABLE %I IN ACCESS EXCLUSIVE MODE', parent || '_default');
  -- Somebody else may have made it while this one waited.
  IF to_regclass(name) IS NOT NULL THEN RETURN false; END IF;
  EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL)', name, parent);
  IF parent = 'audit_log' THEN ALTER TABLE audit_log_default DISABLE TRIGGER USER; END IF;
  EXECUTE format('WITH moved AS (DELETE FROM %1$I WHERE %2$I >= %3$L AND %2$I < %4$L RETURNING *)
    INSERT INTO %5$I SELECT * FROM moved', parent || '_default', key, first, until, name);
  IF parent = 'audit_log' THEN
    ALTER TABLE audit_log_default ENABLE TRIGGER USER;
    EXECUTE format('CREATE TRIGGER audit_log_keep BEFORE TRUNCATE ON %I
      FOR EACH STATEMENT EXECUTE FUNCTION audit_log_refuse()', name);
  END IF;
  EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', parent, name, first, until);
  RETURN true;
END
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION drop_messages(of_month date, before timestamptz) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp SET lock_timeout = '500ms' SET "TimeZone" = 'UTC' AS $$
DECLARE
  name text := 'messages' || to_char(of_month, '"_y"YYYY"m"MM');
  gone bigint;
BEGIN
  IF to_regclass(name) IS NULL OR of_month + interval '1 month' > before THEN RETURN NULL; END IF;
  LOCK TABLE conversations IN SHARE ROW EXCLUSIVE MODE;
  IF EXISTS (SELECT 1 FROM conversations c WHERE c.month = of_month AND NOT conversation_is_past(c, before)) THEN
    RETURN NULL;
  END IF;
  LOCK TABLE messages IN ACCESS EXCLUSIVE MODE;
  IF to_regclass(name) IS NULL THEN RETURN NULL; END IF;
  EXECUTE format('SELECT count(*) FROM %I', name) INTO gone;
  EXECUTE format('DROP TABLE %I', name);
  RETURN gone;
END
$$;
