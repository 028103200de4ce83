-- The first day of the month that lies in UTC: what months are called here.
CREATE FUNCTION this_month() RETURNS date LANGUAGE sql STABLE AS $$
  SELECT date_trunc('month', now() AT TIME ZONE 'UTC')::date
$$;
--> statement-breakpoint
-- Makes the partition of a month where there is none, and moves into it what of that month fell into the default one. It is
-- made apart and attached then, because CREATE TABLE … PARTITION OF would keep everybody from the table meanwhile; and gives
-- up soon where somebody holds what it needs. With the rights of its owner, so that a service that owns no table can prepare
-- the months to come. Answers whether it made one.
CREATE FUNCTION make_partition(parent text, of_month date) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
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
-- A conversation's messages lie in the partition of the month in which it began, all of them, however long it goes on. So what
-- is unique in a conversation is unique in one partition, a conversation is read from one, and a month that is kept no longer
-- goes as a whole.
ALTER TABLE "conversations" ADD COLUMN "month" date DEFAULT this_month() NOT NULL;
--> statement-breakpoint
UPDATE conversations SET month = date_trunc('month', created_at AT TIME ZONE 'UTC')::date
  WHERE month <> date_trunc('month', created_at AT TIME ZONE 'UTC')::date;
--> statement-breakpoint
ALTER TABLE "messages" RENAME TO "messages_before";
--> statement-breakpoint
ALTER TABLE "messages_before" RENAME CONSTRAINT "messages_conversation_id_seq_pk" TO "messages_before_pk";
--> statement-breakpoint
DROP INDEX "messages_client_id";
--> statement-breakpoint
DROP INDEX "messages_created";
--> statement-breakpoint
CREATE SEQUENCE "messages_number";
--> statement-breakpoint
SELECT setval('messages_number', greatest(1, (SELECT max(id) FROM messages_before)), EXISTS (SELECT FROM messages_before));
--> statement-breakpoint
CREATE TABLE "messages" (
	"id" bigint DEFAULT nextval('messages_number') NOT NULL,
	"conversation_id" uuid NOT NULL,
	"month" date NOT NULL,
	"seq" integer NOT NULL,
	"role" text NOT NULL,
	"content" text NOT NULL,
	"client_id" uuid,
	"turn_id" bigint,
	"author_id" integer,
	"metadata" jsonb,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
) PARTITION BY RANGE ("month");
--> statement-breakpoint
CREATE TABLE "messages_default" PARTITION OF "messages" DEFAULT;
--> statement-breakpoint
SELECT make_partition('messages', month::date) FROM generate_series(
  least((SELECT min(month) FROM conversations), this_month()), this_month() + interval '3 months', '1 month') month;
--> statement-breakpoint
INSERT INTO messages SELECT m.id, m.conversation_id, c.month, m.seq, m.role, m.content, m.client_id, m.turn_id, m.author_id,
  m.metadata, m.created_at
FROM messages_before m JOIN conversations c ON c.id = m.conversation_id ORDER BY m.id;
--> statement-breakpoint
DROP TABLE "messages_before";
--> statement-breakpoint
ALTER SEQUENCE "messages_number" RENAME TO "messages_id_seq";
--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_conversation_id_seq_month_pk" PRIMARY KEY("conversation_id","seq","month");
--> statement-breakpoint
CREATE INDEX "messages_created" ON "messages" USING brin ("created_at") WITH (pages_per_range=64,autosummarize=true);
--> statement-breakpoint
CREATE UNIQUE INDEX "messages_client_id" ON "messages" USING btree ("conversation_id","client_id","month") WHERE "messages"."client_id" is not null;
--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_conversation_id_conversations_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."conversations"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_author_id_users_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
CREATE TRIGGER webhooks_of_messages AFTER INSERT ON messages REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION webhooks_of_messages();
--> statement-breakpoint
ANALYZE messages;
--> statement-breakpoint
CREATE TABLE "audit_chain" (
	"is_only" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"last_id" bigint DEFAULT 0 NOT NULL,
	"last_at" timestamp with time zone DEFAULT '-infinity' NOT NULL,
	"last_hash" text DEFAULT '' NOT NULL,
	"cut_id" bigint DEFAULT 0 NOT NULL,
	"cut_hash" text DEFAULT '' NOT NULL,
	CONSTRAINT "audit_chain_only" CHECK ("audit_chain"."is_only")
);
--> statement-breakpoint
INSERT INTO audit_chain (last_id, last_at, last_hash)
SELECT coalesce(max(id), 0), coalesce(max(at), '-infinity'), coalesce((SELECT hash FROM audit_log ORDER BY id DESC LIMIT 1), '')
FROM audit_log;
--> statement-breakpoint
-- The time of the next entry, never before that of the last one; whoever asks holds the chain's end until the transaction is
-- over. A partition is chosen by it before the triggers run, so they can give it no more.
CREATE FUNCTION audit_now() RETURNS timestamptz LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE newest timestamptz;
BEGIN
  SELECT last_at INTO STRICT newest FROM audit_chain FOR UPDATE;
  RETURN greatest(clock_timestamp(), newest);
END
$$;
--> statement-breakpoint
DROP TRIGGER audit_log_chain ON audit_log;
--> statement-breakpoint
DROP TRIGGER audit_log_refuse ON audit_log;
--> statement-breakpoint
DROP FUNCTION audit_log_hash(audit_log);
--> statement-breakpoint
ALTER TABLE "audit_log" RENAME TO "audit_log_before";
--> statement-breakpoint
ALTER TABLE "audit_log_before" RENAME CONSTRAINT "audit_log_pkey" TO "audit_log_before_pk";
--> statement-breakpoint
DROP INDEX "audit_log_at", "audit_log_actor", "audit_log_resource", "audit_log_action", "audit_log_failures";
--> statement-breakpoint
CREATE TABLE "audit_log" (
	"id" bigint NOT NULL,
	"at" timestamp with time zone DEFAULT audit_now() NOT NULL,
	"actor_id" integer,
	"actor_name" text NOT NULL,
	"action" text NOT NULL,
	"resource_type" text NOT NULL,
	"resource_id" text,
	"status" text NOT NULL,
	"details" text DEFAULT '{}' NOT NULL,
	"previous_hash" text NOT NULL,
	"hash" text NOT NULL
) PARTITION BY RANGE ("at");
--> statement-breakpoint
CREATE TABLE "audit_log_default" PARTITION OF "audit_log" DEFAULT;
--> statement-breakpoint
SELECT make_partition('audit_log', month::date) FROM generate_series(
  least((SELECT date_trunc('month', min(at) AT TIME ZONE 'UTC')::date FROM audit_log_before), this_month()),
  this_month() + interval '3 months', '1 month') month;
--> statement-breakpoint
INSERT INTO audit_log SELECT id, at, actor_id, actor_name, action, resource_type, resource_id, status, details,
  previous_hash, hash FROM audit_log_before ORDER BY id;
--> statement-breakpoint
DROP TABLE "audit_log_before";
--> statement-breakpoint
ALTER TABLE "audit_log" ADD CONSTRAINT "audit_log_id_at_pk" PRIMARY KEY("id","at");
--> statement-breakpoint
CREATE INDEX "audit_log_at" ON "audit_log" USING btree ("at");
--> statement-breakpoint
CREATE INDEX "audit_log_actor" ON "audit_log" USING btree ("actor_id","id");
--> statement-breakpoint
CREATE INDEX "audit_log_resource" ON "audit_log" USING btree ("resource_type","resource_id","id");
--> statement-breakpoint
CREATE INDEX "audit_log_action" ON "audit_log" USING btree ("action","id");
--> statement-breakpoint
CREATE INDEX "audit_log_failures" ON "audit_log" USING btree ("id") WHERE "audit_log"."status" = 'failure';
--> statement-breakpoint
CREATE FUNCTION audit_log_hash(entry audit_log) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT encode(sha256(convert_to(concat_ws(E'\x1f',
    entry.previous_hash, entry.id, to_char(entry.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
    coalesce(entry.actor_id::text, ''), entry.actor_name, entry.action, entry.resource_type,
    coalesce(entry.resource_id, ''), entry.status, entry.details), 'UTF8')), 'hex')
$$;
--> statement-breakpoint
-- Ids without a gap and times that never go back: a missing entry shows, and a time finds its place in the chain. Who writes
-- holds the chain's end, and a transaction that is older than the end that it finds fails there, so the chain never forks.
CREATE OR REPLACE FUNCTION audit_log_chain() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
DECLARE newest audit_chain;
BEGIN
  SELECT * INTO STRICT newest FROM audit_chain FOR UPDATE;
  NEW.id := newest.last_id + 1;
  NEW.at := greatest(least(NEW.at, clock_timestamp()), newest.last_at);
  NEW.previous_hash := newest.last_hash;
  NEW.hash := audit_log_hash(NEW);
  UPDATE audit_chain SET last_id = NEW.id, last_at = NEW.at, last_hash = NEW.hash;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER audit_log_chain BEFORE INSERT ON audit_log FOR EACH ROW EXECUTE FUNCTION audit_log_chain();
--> statement-breakpoint
-- By row, so that each partition has it too.
CREATE TRIGGER audit_log_refuse BEFORE UPDATE OR DELETE ON audit_log FOR EACH ROW EXECUTE FUNCTION audit_log_refuse();
--> statement-breakpoint
CREATE TRIGGER audit_log_keep BEFORE TRUNCATE ON audit_log FOR EACH STATEMENT EXECUTE FUNCTION audit_log_refuse();
--> statement-breakpoint
CREATE TRIGGER audit_log_keep BEFORE TRUNCATE ON audit_log_default FOR EACH STATEMENT EXECUTE FUNCTION audit_log_refuse();
--> statement-breakpoint
ANALYZE audit_log;
