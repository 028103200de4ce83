CREATE TABLE "late_changes" (
	"from_at" timestamp with time zone NOT NULL,
	"until_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "measured_days" (
	"day" date PRIMARY KEY NOT NULL,
	"time_zone" text NOT NULL,
	"is_stale" boolean DEFAULT false NOT NULL,
	"measured_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "measures" (
	"measure" text NOT NULL,
	"day" date NOT NULL,
	"dimension" text DEFAULT '' NOT NULL,
	"amount" bigint NOT NULL,
	"total" double precision DEFAULT 0 NOT NULL,
	CONSTRAINT "measures_measure_day_dimension_pk" PRIMARY KEY("measure","day","dimension")
);
--> statement-breakpoint
CREATE INDEX "feedback_created" ON "feedback" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "messages_created" ON "messages" USING brin ("created_at") WITH (pages_per_range=64,autosummarize=true);--> statement-breakpoint
CREATE INDEX "turns_opened" ON "turns" USING brin ("opened_at") WITH (pages_per_range=64,autosummarize=true);--> statement-breakpoint
CREATE INDEX "conversation_changes_at" ON "conversation_changes" USING brin ("at") WITH (pages_per_range=64,autosummarize=true);--> statement-breakpoint
CREATE INDEX "tickets_responded" ON "tickets" USING btree ("first_responded_at") WHERE "tickets"."first_responded_at" is not null;--> statement-breakpoint
-- What changes rows of a day that may be measured already says so. A day is measured some minutes after its end, so what is
-- younger is seen anyway. The conditions keep the functions from being called at all by the daily work.
CREATE FUNCTION note_late_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO late_changes (from_at, until_at) VALUES (OLD.created_at, OLD.created_at);
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE FUNCTION note_late_conversation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO late_changes (from_at, until_at)
    VALUES (OLD.created_at, CASE TG_OP WHEN 'DELETE' THEN greatest(OLD.updated_at, OLD.ended_at) ELSE OLD.created_at END);
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE FUNCTION note_late_ticket() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO late_changes (from_at, until_at)
    SELECT at, at FROM (VALUES (OLD.created_at), (OLD.resolved_at), (OLD.first_responded_at)) moment(at) WHERE at IS NOT NULL;
  IF TG_OP = 'UPDATE' THEN
    INSERT INTO late_changes (from_at, until_at)
      SELECT at, at FROM (VALUES (NEW.resolved_at), (NEW.first_responded_at)) moment(at) WHERE at < now() - interval '5 minutes';
  END IF;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE FUNCTION note_late_clock() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO late_changes (from_at, until_at) VALUES (NEW.at, NEW.at);
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER conversations_changed_late AFTER UPDATE OF handed_off_at, customer_id, language ON conversations FOR EACH ROW
  WHEN (OLD.created_at < now() - interval '5 minutes'
    AND (OLD.handed_off_at, OLD.customer_id, OLD.language) IS DISTINCT FROM (NEW.handed_off_at, NEW.customer_id, NEW.language))
  EXECUTE FUNCTION note_late_conversation();
--> statement-breakpoint
CREATE TRIGGER conversations_deleted AFTER DELETE ON conversations FOR EACH ROW
  WHEN (OLD.created_at < now() - interval '5 minutes') EXECUTE FUNCTION note_late_conversation();
--> statement-breakpoint
CREATE TRIGGER satisfaction_changed_late AFTER UPDATE ON satisfaction FOR EACH ROW
  WHEN (OLD.created_at < now() - interval '5 minutes'
    AND (OLD.rating, OLD.agent_id) IS DISTINCT FROM (NEW.rating, NEW.agent_id))
  EXECUTE FUNCTION note_late_change();
--> statement-breakpoint
CREATE TRIGGER satisfaction_deleted AFTER DELETE ON satisfaction FOR EACH ROW
  WHEN (OLD.created_at < now() - interval '5 minutes') EXECUTE FUNCTION note_late_change();
--> statement-breakpoint
CREATE TRIGGER feedback_changed_late AFTER UPDATE OR DELETE ON feedback FOR EACH ROW
  WHEN (OLD.created_at < now() - interval '5 minutes') EXECUTE FUNCTION note_late_change();
--> statement-breakpoint
CREATE TRIGGER customers_changed_late
  AFTER UPDATE OF customer_type, is_active, deleted_at, merged_into_id, erased_at ON customers FOR EACH ROW
  WHEN (OLD.created_at < now() - interval '5 minutes'
    AND (OLD.customer_type, OLD.is_active, OLD.deleted_at IS NULL, OLD.merged_into_id IS NULL, OLD.erased_at IS NULL)
      IS DISTINCT FROM (NEW.customer_type, NEW.is_active, NEW.deleted_at IS NULL, NEW.merged_into_id IS NULL, NEW.erased_at IS NULL))
  EXECUTE FUNCTION note_late_change();
--> statement-breakpoint
CREATE TRIGGER customers_deleted AFTER DELETE ON customers FOR EACH ROW
  WHEN (OLD.created_at < now() - interval '5 minutes') EXECUTE FUNCTION note_late_change();
--> statement-breakpoint
CREATE TRIGGER tickets_changed_late
  AFTER UPDATE OF status, priority, category, assignee_id, complaint_number, merged_into_id, resolved_at, first_responded_at, created_at
  ON tickets FOR EACH ROW
  WHEN (OLD.created_at < now() - interval '5 minutes'
    AND (OLD.status, OLD.priority, OLD.category, OLD.assignee_id, OLD.complaint_number, OLD.merged_into_id, OLD.resolved_at, OLD.first_responded_at, OLD.created_at)
      IS DISTINCT FROM (NEW.status, NEW.priority, NEW.category, NEW.assignee_id, NEW.complaint_number, NEW.merged_into_id, NEW.resolved_at, NEW.first_responded_at, NEW.created_at))
  EXECUTE FUNCTION note_late_ticket();
--> statement-breakpoint
CREATE TRIGGER tickets_deleted AFTER DELETE ON tickets FOR EACH ROW
  WHEN (OLD.created_at < now() - interval '5 minutes') EXECUTE FUNCTION note_late_ticket();
--> statement-breakpoint
CREATE TRIGGER ticket_sla_events_late AFTER INSERT ON ticket_sla_events FOR EACH ROW
  WHEN (NEW.at < now() - interval '5 minutes') EXECUTE FUNCTION note_late_clock();
