DROP INDEX "ticket_sla_events_at";--> statement-breakpoint
DROP INDEX "tickets_responded";--> statement-breakpoint
DROP INDEX "tickets_resolved";--> statement-breakpoint
CREATE INDEX "ticket_sla_events_at" ON "ticket_sla_events" USING btree ("at","event");--> statement-breakpoint
CREATE INDEX "tickets_responded" ON "tickets" USING btree ("first_responded_at","created_at") WHERE "tickets"."first_responded_at" is not null and "tickets"."merged_into_id" is null;--> statement-breakpoint
CREATE INDEX "tickets_resolved" ON "tickets" USING btree ("resolved_at","created_at") WHERE "tickets"."resolved_at" is not null and "tickets"."merged_into_id" is null;