ALTER TABLE "messages" DROP CONSTRAINT "messages_pkey";
--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_conversation_id_seq_pk" PRIMARY KEY ("conversation_id", "seq");
--> statement-breakpoint
DROP INDEX "messages_conversation_seq";
--> statement-breakpoint
DROP INDEX "turns_lease";
--> statement-breakpoint
-- Room for the new version of a row beside the old one: half of the updates change no index.
ALTER TABLE "conversations" SET (fillfactor = 80);
