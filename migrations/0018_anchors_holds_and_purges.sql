CREATE TABLE "audit_anchors" (
	"day" date PRIMARY KEY NOT NULL,
	"last_id" bigint NOT NULL,
	"line" text NOT NULL,
	"host" text NOT NULL,
	"posted_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "data_purges" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "data_purges_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"class" text NOT NULL,
	"before" timestamp with time zone NOT NULL,
	"rows" bigint DEFAULT 0 NOT NULL,
	"files" integer DEFAULT 0 NOT NULL,
	"partitions" integer DEFAULT 0 NOT NULL,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "held_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "held_by" integer;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "hold_reason" text;--> statement-breakpoint
CREATE UNIQUE INDEX "data_purges_open" ON "data_purges" USING btree ("class") WHERE "data_purges"."finished_at" is null;--> statement-breakpoint
CREATE INDEX "data_purges_recent" ON "data_purges" USING btree ("class","id");--> statement-breakpoint
ALTER TABLE "conversations" ADD CONSTRAINT "conversations_held_by_users_id_fk" FOREIGN KEY ("held_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "attachments_created" ON "attachments" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "conversations_held" ON "conversations" USING btree ("held_at") WHERE "conversations"."held_at" is not null;--> statement-breakpoint
CREATE INDEX "customers_held" ON "customers" USING btree ("held_at") WHERE "customers"."held_at" is not null;--> statement-breakpoint
CREATE INDEX "customers_deleted" ON "customers" USING btree ("deleted_at") WHERE "customers"."deleted_at" is not null;--> statement-breakpoint
-- A hold on a customer covers what is theirs by proof, and what was said under their address or their id of the bank.
CREATE FUNCTION customer_holds(customer integer, address text, label text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM customers p WHERE p.held_at IS NOT NULL AND (p.id = customer
    OR lower(p.email) IN (lower(address), lower(label)) OR p.external_id = label))
$$;
--> statement-breakpoint
CREATE FUNCTION conversation_is_held(c conversations) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT c.held_at IS NOT NULL OR customer_holds(c.customer_id, c.visitor_email, c.user_label)
$$;
--> statement-breakpoint
CREATE FUNCTION ticket_is_held(t tickets) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT customer_holds(t.customer_id, t.customer_email, NULL)
    OR EXISTS (SELECT 1 FROM conversations c WHERE c.id = t.conversation_id AND conversation_is_held(c))
$$;
--> statement-breakpoint
-- Nobody has done anything in it since then, nobody attends to it, no hold is on it, and no open ticket or complaint needs it.
CREATE FUNCTION conversation_is_past(c conversations, before timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT c.status IN ('bot', 'ended') AND c.updated_at < before AND coalesce(c.ended_at < before, true)
    AND NOT conversation_is_held(c)
    AND NOT EXISTS (SELECT 1 FROM tickets t WHERE t.conversation_id = c.id
      AND (t.status IN ('OPEN', 'IN_PROGRESS') OR t.complaint_number IS NOT NULL))
$$;
--> statement-breakpoint
CREATE FUNCTION ticket_is_past(t tickets, before timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT t.status IN ('RESOLVED', 'CLOSED') AND t.updated_at < before AND NOT ticket_is_held(t)
    AND NOT EXISTS (SELECT 1 FROM tickets d WHERE d.merged_into_id = t.id)
$$;
--> statement-breakpoint
-- Drops the messages of a month as a whole, where every conversation that began in it is past. Answers how many there were;
-- null where it was left as it is. Gives up soon where somebody holds the tables.
CREATE FUNCTION drop_messages(of_month date, before timestamptz) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
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
  EXECUTE format('SELECT count(*) FROM %I', name) INTO gone;
  EXECUTE format('DROP TABLE %I', name);
  RETURN gone;
END
$$;
--> statement-breakpoint
-- Drops the oldest months of the audit log, as far as all of them lie before then, but never what is younger than a year or
-- names what a hold is on. What is left must follow what has gone: its last hash is kept.
CREATE FUNCTION cut_audit(before timestamptz, OUT entries bigint, OUT partitions integer) LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp SET lock_timeout = '500ms' SET "TimeZone" = 'UTC' AS $$
DECLARE
  name text;
  newest record;
  is_held boolean;
BEGIN
  entries := 0;
  partitions := 0;
  PERFORM 1 FROM audit_chain FOR UPDATE;
  FOR name IN SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'audit_log'::regclass AND c.relname ~ '^audit_log_y' ORDER BY c.relname
  LOOP
    EXIT WHEN to_date(right(name, 7), 'YYYY"m"MM') + interval '1 month' > least(before, now() - interval '1 year');
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I l WHERE (l.resource_type, l.resource_id) IN (
      WITH held AS (SELECT c.id FROM conversations c WHERE c.held_at IS NOT NULL
        UNION SELECT c.id FROM conversations c JOIN customers p ON p.id = c.customer_id WHERE p.held_at IS NOT NULL)
      SELECT ''customer'', id::text FROM customers WHERE held_at IS NOT NULL
      UNION ALL SELECT ''conversation'', id::text FROM held
      UNION ALL SELECT ''ticket'', t.reference FROM tickets t WHERE t.conversation_id IN (SELECT id FROM held)
      UNION ALL SELECT ''ticket'', t.reference FROM tickets t JOIN customers p ON p.id = t.customer_id
        WHERE p.held_at IS NOT NULL))', name) INTO is_held;
    EXIT WHEN is_held;
    EXECUTE format('SELECT max(id) AS id, count(*) AS total, (SELECT hash FROM %1$I ORDER BY id DESC LIMIT 1) AS hash
      FROM %1$I', name) INTO newest;
    IF newest.id IS NOT NULL THEN UPDATE audit_chain SET cut_id = newest.id, cut_hash = newest.hash; END IF;
    LOCK TABLE audit_log IN ACCESS EXCLUSIVE MODE;
    EXECUTE format('DROP TABLE %I', name);
    entries := entries + newest.total;
    partitions := partitions + 1;
  END LOOP;
END
$$;
--> statement-breakpoint
-- Nobody else gathers what the planner wants to know of a table as a whole that consists of partitions.
CREATE FUNCTION analyze_partitions() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  ANALYZE messages;
  ANALYZE audit_log;
END
$$;
--> statement-breakpoint
-- What is removed because its time is over was counted long ago, and its days are not to be counted anew without it.
CREATE OR REPLACE FUNCTION note_late_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('joxai.purging', true) = 'on' THEN RETURN NULL; END IF;
  INSERT INTO late_changes (from_at, until_at) VALUES (OLD.created_at, OLD.created_at);
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION note_late_conversation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('joxai.purging', true) = 'on' THEN RETURN NULL; END IF;
  INSERT INTO late_changes (from_at, until_at)
    VALUES (OLD.created_at, CASE TG_OP WHEN 'DELETE' THEN greatest(OLD.updated_at, OLD.ended_at) ELSE OLD.created_at END);
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION note_late_ticket() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('joxai.purging', true) = 'on' THEN RETURN NULL; END IF;
  INSERT INTO late_changes (from_at, until_at)
    SELECT at, at FROM (VALUES (OLD.created_at), (OLD.resolved_at), (OLD.first_responded_at)) moment(at) WHERE at IS NOT NULL;
  IF TG_OP = 'UPDATE' THEN
    INSERT INTO late_changes (from_at, until_at)
      SELECT at, at FROM (VALUES (NEW.resolved_at), (NEW.first_responded_at)) moment(at) WHERE at < now() - interval '5 minutes';
  END IF;
  RETURN NULL;
END
$$;
