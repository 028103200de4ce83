DROP INDEX "tickets_subject_trigram";--> statement-breakpoint
DROP INDEX "tickets_board";--> statement-breakpoint
ALTER TABLE "ticket_messages" ADD COLUMN "delivery" text;--> statement-breakpoint
CREATE INDEX "tickets_urgency" ON "tickets" USING btree (array_position(ARRAY['URGENT', 'HIGH', 'MEDIUM', 'LOW'], "priority"),"created_at","id");--> statement-breakpoint
CREATE INDEX "tickets_due" ON "tickets" USING btree (coalesce("sla_due_at", 'infinity'::timestamptz),"id");--> statement-breakpoint
CREATE INDEX "tickets_moved" ON "tickets" USING btree ("status","updated_at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "tickets_resolved" ON "tickets" USING btree ("resolved_at") WHERE "tickets"."resolved_at" is not null;--> statement-breakpoint
CREATE INDEX "tickets_breached" ON "tickets" USING btree ("created_at" DESC NULLS FIRST) WHERE "tickets"."sla_breached";--> statement-breakpoint
CREATE INDEX "tickets_complaints" ON "tickets" USING btree ("created_at" DESC NULLS FIRST) WHERE "tickets"."complaint_number" is not null;--> statement-breakpoint
CREATE INDEX "tickets_tags" ON "tickets" USING gin ("tags");--> statement-breakpoint
CREATE INDEX "tickets_words" ON "tickets" USING gin (("subject" || ' ' || "reference" || ' ' || coalesce("complaint_number", '') || ' ' || coalesce("customer_name", '') || ' ' || coalesce("customer_email", '')) gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "tickets_board" ON "tickets" USING btree ("status",array_position(ARRAY['URGENT', 'HIGH', 'MEDIUM', 'LOW'], "priority"),"created_at","id");