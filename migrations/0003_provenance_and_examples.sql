ALTER TABLE "turns" ADD COLUMN "cost_micros" bigint;--> statement-breakpoint
ALTER TABLE "turns" ADD COLUMN "prompt_version" text;--> statement-breakpoint
ALTER TABLE "turns" ADD COLUMN "sources" jsonb;--> statement-breakpoint
ALTER TABLE "turns" ADD COLUMN "checks" text[];--> statement-breakpoint
ALTER TABLE "knowledge_articles" ADD COLUMN "examples" text[] DEFAULT '{}'::text[] NOT NULL;