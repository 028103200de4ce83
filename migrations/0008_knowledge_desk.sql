CREATE TABLE "knowledge_gap_questions" (
	"turn_id" bigint PRIMARY KEY NOT NULL,
	"gap_id" integer NOT NULL,
	"conversation_id" uuid NOT NULL,
	"language" text NOT NULL,
	"text" text NOT NULL,
	"asked_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "knowledge_gaps" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "knowledge_gaps_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"terms" jsonb NOT NULL,
	"spanish" integer DEFAULT 0 NOT NULL,
	"english" integer DEFAULT 0 NOT NULL,
	"first_seen" timestamp with time zone NOT NULL,
	"last_seen" timestamp with time zone NOT NULL,
	"slug" text,
	"dismissed_by" integer,
	"dismissed_at" timestamp with time zone,
	"answered_by" text,
	"checked" text
);
--> statement-breakpoint
ALTER TABLE "knowledge_articles" ADD COLUMN "status" text DEFAULT 'DRAFT' NOT NULL;--> statement-breakpoint
ALTER TABLE "knowledge_articles" ADD COLUMN "effective_from" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "knowledge_articles" ADD COLUMN "expires_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "knowledge_articles" ADD COLUMN "editor_id" integer;--> statement-breakpoint
ALTER TABLE "knowledge_articles" ADD COLUMN "text_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "knowledge_versions" ADD COLUMN "examples" text[] DEFAULT '{}'::text[] NOT NULL;--> statement-breakpoint
ALTER TABLE "knowledge_versions" ADD COLUMN "effective_from" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "knowledge_versions" ADD COLUMN "expires_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "knowledge_versions" ADD COLUMN "restored_from" integer;--> statement-breakpoint
ALTER TABLE "knowledge_versions" ADD COLUMN "submitted_by" integer;--> statement-breakpoint
ALTER TABLE "knowledge_versions" ADD COLUMN "submitted_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "knowledge_versions" ADD COLUMN "returned_by" integer;--> statement-breakpoint
ALTER TABLE "knowledge_versions" ADD COLUMN "returned_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "knowledge_versions" ADD COLUMN "return_reason" text;--> statement-breakpoint
ALTER TABLE "knowledge_versions" ADD COLUMN "published_by" integer;--> statement-breakpoint
ALTER TABLE "knowledge_versions" ADD COLUMN "published_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "knowledge_versions" ADD COLUMN "withdrawn_by" integer;--> statement-breakpoint
ALTER TABLE "knowledge_versions" ADD COLUMN "withdrawn_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "knowledge_gap_questions" ADD CONSTRAINT "knowledge_gap_questions_gap_id_knowledge_gaps_id_fk" FOREIGN KEY ("gap_id") REFERENCES "public"."knowledge_gaps"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "knowledge_gap_questions" ADD CONSTRAINT "knowledge_gap_questions_conversation_id_conversations_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."conversations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "knowledge_gaps" ADD CONSTRAINT "knowledge_gaps_dismissed_by_users_id_fk" FOREIGN KEY ("dismissed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "knowledge_gap_questions_gap" ON "knowledge_gap_questions" USING btree ("gap_id","asked_at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "knowledge_gap_questions_conversation" ON "knowledge_gap_questions" USING btree ("conversation_id");--> statement-breakpoint
CREATE INDEX "knowledge_gaps_open" ON "knowledge_gaps" USING btree ("last_seen" DESC NULLS FIRST) WHERE "knowledge_gaps"."dismissed_at" is null and "knowledge_gaps"."answered_by" is null;--> statement-breakpoint
CREATE INDEX "knowledge_gaps_recent" ON "knowledge_gaps" USING btree ("last_seen" DESC NULLS FIRST);--> statement-breakpoint
ALTER TABLE "knowledge_articles" ADD CONSTRAINT "knowledge_articles_editor_id_users_id_fk" FOREIGN KEY ("editor_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "knowledge_versions" ADD CONSTRAINT "knowledge_versions_submitted_by_users_id_fk" FOREIGN KEY ("submitted_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "knowledge_versions" ADD CONSTRAINT "knowledge_versions_returned_by_users_id_fk" FOREIGN KEY ("returned_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "knowledge_versions" ADD CONSTRAINT "knowledge_versions_published_by_users_id_fk" FOREIGN KEY ("published_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "knowledge_versions" ADD CONSTRAINT "knowledge_versions_withdrawn_by_users_id_fk" FOREIGN KEY ("withdrawn_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "turns_unanswered" ON "turns" USING btree ("closed_at","id") WHERE "turns"."outcome" in ('unsure', 'handoff');--> statement-breakpoint
CREATE INDEX "knowledge_versions_published" ON "knowledge_versions" USING btree ("article_id","version") WHERE "knowledge_versions"."published_at" is not null and "knowledge_versions"."withdrawn_at" is null;--> statement-breakpoint
ALTER TABLE "knowledge_articles" ADD CONSTRAINT "knowledge_articles_status" CHECK ("knowledge_articles"."status" in ('DRAFT', 'IN_REVIEW', 'PUBLISHED'));--> statement-breakpoint
ALTER TABLE "knowledge_versions" ADD CONSTRAINT "knowledge_versions_dates" CHECK ("knowledge_versions"."expires_at" is null or "knowledge_versions"."effective_from" is null or "knowledge_versions"."expires_at" > "knowledge_versions"."effective_from");--> statement-breakpoint
-- Until now there was one state: what stood in the table was what the assistant read.
UPDATE knowledge_articles SET status = 'PUBLISHED', text_at = updated_at;
--> statement-breakpoint
UPDATE knowledge_versions v SET examples = a.examples, published_at = v.created_at
FROM knowledge_articles a WHERE a.id = v.article_id AND a.version = v.version;
--> statement-breakpoint
-- Whoever approved a version must find in it for ever what they approved.
CREATE FUNCTION knowledge_versions_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the words of a version cannot be rewritten';
END
$$;
--> statement-breakpoint
CREATE TRIGGER knowledge_versions_refuse
  BEFORE UPDATE OF article_id, version, title, content, category, tags, examples, effective_from, expires_at
  ON knowledge_versions FOR EACH STATEMENT EXECUTE FUNCTION knowledge_versions_refuse();
--> statement-breakpoint
-- Questions go with their conversations; what is left of a group is counted again, and an empty group goes too.
CREATE FUNCTION knowledge_gap_questions_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE knowledge_gaps g SET spanish = g.spanish - gone.spanish, english = g.english - gone.english
  FROM (
    SELECT gap_id, count(*) FILTER (WHERE language = 'es') AS spanish, count(*) FILTER (WHERE language = 'en') AS english
    FROM deleted GROUP BY gap_id
  ) gone WHERE g.id = gone.gap_id;
  DELETE FROM knowledge_gaps WHERE id IN (SELECT gap_id FROM deleted) AND spanish + english <= 0;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER knowledge_gap_questions_deleted AFTER DELETE ON knowledge_gap_questions
  REFERENCING OLD TABLE AS deleted FOR EACH STATEMENT EXECUTE FUNCTION knowledge_gap_questions_deleted();
