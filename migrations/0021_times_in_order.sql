DROP INDEX "messages_created";--> statement-breakpoint
DROP INDEX "turns_opened";--> statement-breakpoint
DROP INDEX "conversation_changes_at";--> statement-breakpoint
CREATE INDEX "messages_created" ON "messages" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "turns_opened" ON "turns" USING btree ("opened_at");--> statement-breakpoint
CREATE INDEX "conversation_changes_at" ON "conversation_changes" USING btree ("at");