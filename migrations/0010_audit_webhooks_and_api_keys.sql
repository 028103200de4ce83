CREATE TABLE "api_keys" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "api_keys_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"user_id" integer NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"scopes" text[],
	"allowed_addresses" text[] NOT NULL,
	"prefix" text NOT NULL,
	"secret_hash" text NOT NULL,
	"previous_hash" text,
	"previous_until" timestamp with time zone,
	"expires_at" timestamp with time zone,
	"last_used_at" timestamp with time zone,
	"last_used_address" text,
	"created_by" integer,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"revoked_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "audit_verifications" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_verifications_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"actor_id" integer,
	"status" text DEFAULT 'running' NOT NULL,
	"entries" bigint DEFAULT 0 NOT NULL,
	"total" bigint DEFAULT 0 NOT NULL,
	"last_id" bigint DEFAULT 0 NOT NULL,
	"last_hash" text DEFAULT '' NOT NULL,
	"first_bad_id" bigint,
	"fault" text,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"beat_at" timestamp with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "webhook_deliveries" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "webhook_deliveries_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"webhook_id" integer NOT NULL,
	"message_id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"event" text NOT NULL,
	"data" jsonb NOT NULL,
	"status" text DEFAULT 'PENDING' NOT NULL,
	"attempts" smallint DEFAULT 0 NOT NULL,
	"occurred_at" timestamp with time zone DEFAULT now() NOT NULL,
	"give_up_at" timestamp with time zone DEFAULT now() + interval '1 day' NOT NULL,
	"next_attempt_at" timestamp with time zone DEFAULT now() NOT NULL,
	"lease_until" timestamp with time zone,
	"tries" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"finished_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "webhooks" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "webhooks_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"url" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"events" text[] NOT NULL,
	"include_contents" boolean DEFAULT false NOT NULL,
	"secret" text NOT NULL,
	"previous_secret" text,
	"previous_secret_until" timestamp with time zone,
	"is_active" boolean DEFAULT true NOT NULL,
	"disabled_reason" text,
	"failing_since" timestamp with time zone,
	"created_by" integer,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "is_service" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_webhook_id_webhooks_id_fk" FOREIGN KEY ("webhook_id") REFERENCES "public"."webhooks"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhooks" ADD CONSTRAINT "webhooks_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "api_keys_secret" ON "api_keys" USING btree ("secret_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "api_keys_previous" ON "api_keys" USING btree ("previous_hash");--> statement-breakpoint
CREATE INDEX "api_keys_user" ON "api_keys" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "audit_verifications_day" ON "audit_verifications" USING btree ((("started_at" at time zone 'UTC')::date)) WHERE "audit_verifications"."kind" = 'routine' and "audit_verifications"."status" <> 'broken';--> statement-breakpoint
CREATE INDEX "audit_verifications_point" ON "audit_verifications" USING btree ("last_id") WHERE "audit_verifications"."status" = 'valid';--> statement-breakpoint
CREATE INDEX "webhook_deliveries_due" ON "webhook_deliveries" USING btree ("webhook_id","next_attempt_at") WHERE "webhook_deliveries"."status" = 'PENDING';--> statement-breakpoint
CREATE INDEX "webhook_deliveries_log" ON "webhook_deliveries" USING btree ("webhook_id","id");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_failed" ON "webhook_deliveries" USING btree ("webhook_id","id") WHERE "webhook_deliveries"."status" = 'FAILED';--> statement-breakpoint
CREATE INDEX "webhook_deliveries_finished" ON "webhook_deliveries" USING btree ("finished_at") WHERE "webhook_deliveries"."finished_at" is not null;--> statement-breakpoint
CREATE INDEX "audit_log_action" ON "audit_log" USING btree ("action","id");--> statement-breakpoint
CREATE INDEX "audit_log_failures" ON "audit_log" USING btree ("id") WHERE "audit_log"."status" = 'failure';--> statement-breakpoint
-- What it was made of stays; declared as what it is, it is read into the statement that calls it, which makes looking at
-- a million entries a matter of seconds.
CREATE OR REPLACE FUNCTION audit_log_hash(entry audit_log) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT encode(sha256(convert_to(concat_ws(E'\x1f',
    entry.previous_hash, entry.id, to_char(entry.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
    coalesce(entry.actor_id::text, ''), entry.actor_name, entry.action, entry.resource_type,
    coalesce(entry.resource_id, ''), entry.status, entry.details), 'UTF8')), 'hex')
$$;
--> statement-breakpoint
-- Ids without a gap and times that never go back: a missing entry shows, and a time finds its place in the chain. Two
-- writers that see the same last entry (a transaction may be older than the other's commit) meet at the primary key, so
-- that the chain never forks.
CREATE OR REPLACE FUNCTION audit_log_chain() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE newest record;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('audit_log'));
  SELECT id, at, hash INTO newest FROM audit_log ORDER BY id DESC LIMIT 1;
  NEW.id := coalesce(newest.id, 0) + 1;
  NEW.at := greatest(clock_timestamp(), newest.at);
  NEW.previous_hash := coalesce(newest.hash, '');
  NEW.hash := audit_log_hash(NEW);
  RETURN NEW;
END
$$;
--> statement-breakpoint
-- The outbox of the webhooks is filled where the rows are written: in the same transaction, whoever writes them.
CREATE FUNCTION emit_webhook(event_name text, facts jsonb) RETURNS void LANGUAGE sql AS $$
  INSERT INTO webhook_deliveries (webhook_id, event, data)
  SELECT id, event_name, facts FROM webhooks WHERE is_active AND event_name = ANY (events)
$$;
--> statement-breakpoint
CREATE FUNCTION webhooks_hear(event_name text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM webhooks WHERE is_active AND event_name = ANY (events))
$$;
--> statement-breakpoint
CREATE FUNCTION webhook_conversation(c conversations) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('conversation_id', c.id, 'customer_id', c.customer_id, 'channel', c.channel,
    'language', c.language, 'priority', c.priority, 'assigned_to', c.assignee_id, 'handoff_reason', c.handoff_reason,
    'status', CASE c.status WHEN 'bot' THEN 'active' WHEN 'human' THEN 'with_agent' ELSE c.status END)
$$;
--> statement-breakpoint
CREATE FUNCTION webhook_ticket(t tickets) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('ticket_id', t.reference, 'conversation_id', t.conversation_id, 'customer_id', t.customer_id,
    'status', t.status, 'priority', t.priority, 'category', t.category, 'assigned_to', t.assignee_id,
    'sla_due_at', t.sla_due_at)
$$;
--> statement-breakpoint
CREATE FUNCTION webhooks_of_conversations() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF webhooks_hear('conversation_started') THEN
    PERFORM emit_webhook('conversation_started', webhook_conversation(c)) FROM conversations c
    WHERE c.id IN (SELECT id FROM added) AND NOT c.is_demo;
  END IF;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER webhooks_of_conversations AFTER INSERT ON conversations REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION webhooks_of_conversations();
--> statement-breakpoint
-- The welcome, which is the first of every conversation, is not told.
CREATE FUNCTION webhooks_of_messages() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF webhooks_hear('new_message') THEN
    PERFORM emit_webhook('new_message',
      webhook_conversation(c) || jsonb_build_object('message_id', m.id, 'seq', m.seq, 'role', m.role))
    FROM added m JOIN conversations c ON c.id = m.conversation_id WHERE m.seq > 1 AND NOT c.is_demo;
  END IF;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER webhooks_of_messages AFTER INSERT ON messages REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION webhooks_of_messages();
--> statement-breakpoint
CREATE FUNCTION webhooks_of_conversation_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM emit_webhook(CASE NEW.to_value WHEN 'ended' THEN 'conversation_ended' ELSE 'conversation_escalated' END,
    webhook_conversation(c)) FROM conversations c WHERE c.id = NEW.conversation_id AND NOT c.is_demo;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER webhooks_of_conversation_changes AFTER INSERT ON conversation_changes FOR EACH ROW
  WHEN (NEW.field = 'status' AND NEW.to_value IN ('waiting', 'ended'))
  EXECUTE FUNCTION webhooks_of_conversation_changes();
--> statement-breakpoint
-- From and to are told where they are words of ours, never where somebody wrote them.
CREATE FUNCTION webhooks_of_ticket_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM emit_webhook(
    CASE WHEN NEW.field = 'assignee' THEN 'ticket_assigned' WHEN NEW.field <> 'status' THEN 'ticket_updated'
      WHEN NEW.from_value IS NULL THEN 'ticket_created' ELSE 'ticket_status_changed' END,
    webhook_ticket(t) || jsonb_build_object('field', NEW.field, 'changed_by', NEW.actor_id)
      || CASE WHEN NEW.field IN ('status', 'priority', 'category', 'assignee')
           THEN jsonb_build_object('from', NEW.from_value, 'to', NEW.to_value) ELSE '{}'::jsonb END)
  FROM tickets t WHERE t.id = NEW.ticket_id AND NOT t.is_demo;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER webhooks_of_ticket_changes AFTER INSERT ON ticket_changes FOR EACH ROW
  EXECUTE FUNCTION webhooks_of_ticket_changes();
--> statement-breakpoint
CREATE FUNCTION webhooks_of_sla_events() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM emit_webhook('sla_breached',
    webhook_ticket(t) || jsonb_build_object('clock', NEW.clock, 'due_at', NEW.due_at))
  FROM tickets t WHERE t.id = NEW.ticket_id AND NOT t.is_demo;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER webhooks_of_sla_events AFTER INSERT ON ticket_sla_events FOR EACH ROW WHEN (NEW.event = 'breached')
  EXECUTE FUNCTION webhooks_of_sla_events();
--> statement-breakpoint
CREATE FUNCTION webhooks_of_satisfaction() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM emit_webhook('conversation_rated', webhook_conversation(c) || jsonb_build_object('rating', NEW.rating))
  FROM conversations c WHERE c.id = NEW.conversation_id AND NOT c.is_demo;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER webhooks_of_satisfaction AFTER INSERT OR UPDATE OF rating ON satisfaction FOR EACH ROW
  EXECUTE FUNCTION webhooks_of_satisfaction();
--> statement-breakpoint
CREATE FUNCTION webhooks_of_notifications() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM emit_webhook('notification', jsonb_build_object('notification_id', NEW.id, 'user_id', NEW.user_id,
    'category', NEW.category, 'kind', NEW.kind, 'conversation_id', NEW.conversation_id,
    'ticket_id', (SELECT reference FROM tickets WHERE id = NEW.ticket_id)));
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER webhooks_of_notifications AFTER INSERT ON notifications FOR EACH ROW
  WHEN (NEW.type = 'IN_APP' AND NEW.user_id IS NOT NULL) EXECUTE FUNCTION webhooks_of_notifications();
