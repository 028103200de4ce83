CREATE TABLE "customer_accounts" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "customer_accounts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"customer_id" integer NOT NULL,
	"number" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "customer_accounts_number_unique" UNIQUE("number")
);
--> statement-breakpoint
CREATE TABLE "customer_changes" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "customer_changes_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"customer_id" integer NOT NULL,
	"actor_id" integer,
	"actor_name" text NOT NULL,
	"field" text NOT NULL,
	"from_value" text,
	"to_value" text,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "customer_duplicates" (
	"low_id" integer NOT NULL,
	"high_id" integer NOT NULL,
	"reasons" text[] NOT NULL,
	"found_at" timestamp with time zone DEFAULT now() NOT NULL,
	"dismissed_at" timestamp with time zone,
	"dismissed_by" integer,
	CONSTRAINT "customer_duplicates_low_id_high_id_pk" PRIMARY KEY("low_id","high_id")
);
--> statement-breakpoint
CREATE TABLE "customer_erasures" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"customer_id" integer NOT NULL,
	"reason" text NOT NULL,
	"actor_id" integer,
	"actor_name" text NOT NULL,
	"counts" jsonb NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "customer_imports" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"author_id" integer NOT NULL,
	"status" text DEFAULT 'PENDING' NOT NULL,
	"file_name" text,
	"content" text,
	"mapping" text[],
	"on_duplicate" text DEFAULT 'REFUSE' NOT NULL,
	"total" integer NOT NULL,
	"processed" integer DEFAULT 0 NOT NULL,
	"added" integer DEFAULT 0 NOT NULL,
	"updated" integer DEFAULT 0 NOT NULL,
	"skipped" integer DEFAULT 0 NOT NULL,
	"failure" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "customers" ALTER COLUMN "external_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "birth_date" date;--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "agent_id" integer;--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "held_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "held_by" integer;--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "hold_reason" text;--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "deleted_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "merged_into_id" integer;--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "erased_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "status" text GENERATED ALWAYS AS (CASE WHEN erased_at IS NOT NULL THEN 'ERASED' WHEN merged_into_id IS NOT NULL THEN 'MERGED' WHEN deleted_at IS NOT NULL THEN 'DELETED' WHEN is_active THEN 'ACTIVE' ELSE 'INACTIVE' END) STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "search_text" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "name_key" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "email_key" text;--> statement-breakpoint
ALTER TABLE "customer_accounts" ADD CONSTRAINT "customer_accounts_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customer_changes" ADD CONSTRAINT "customer_changes_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customer_changes" ADD CONSTRAINT "customer_changes_actor_id_users_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customer_duplicates" ADD CONSTRAINT "customer_duplicates_low_id_customers_id_fk" FOREIGN KEY ("low_id") REFERENCES "public"."customers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customer_duplicates" ADD CONSTRAINT "customer_duplicates_high_id_customers_id_fk" FOREIGN KEY ("high_id") REFERENCES "public"."customers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customer_duplicates" ADD CONSTRAINT "customer_duplicates_dismissed_by_users_id_fk" FOREIGN KEY ("dismissed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customer_erasures" ADD CONSTRAINT "customer_erasures_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customer_erasures" ADD CONSTRAINT "customer_erasures_actor_id_users_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customer_imports" ADD CONSTRAINT "customer_imports_author_id_users_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "customer_accounts_customer" ON "customer_accounts" USING btree ("customer_id","id");--> statement-breakpoint
CREATE INDEX "customer_changes_customer" ON "customer_changes" USING btree ("customer_id","id");--> statement-breakpoint
CREATE INDEX "customer_duplicates_high" ON "customer_duplicates" USING btree ("high_id");--> statement-breakpoint
CREATE INDEX "customer_duplicates_open" ON "customer_duplicates" USING btree ("found_at" DESC NULLS FIRST,"low_id","high_id") WHERE "customer_duplicates"."dismissed_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "customer_erasures_customer" ON "customer_erasures" USING btree ("customer_id");--> statement-breakpoint
CREATE INDEX "customer_erasures_at" ON "customer_erasures" USING btree ("at");--> statement-breakpoint
CREATE INDEX "customer_imports_kept" ON "customer_imports" USING btree ("created_at") WHERE "customer_imports"."content" is not null;--> statement-breakpoint
ALTER TABLE "customers" ADD CONSTRAINT "customers_agent_id_users_id_fk" FOREIGN KEY ("agent_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customers" ADD CONSTRAINT "customers_held_by_users_id_fk" FOREIGN KEY ("held_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "customers" ADD CONSTRAINT "customers_merged_into_id_customers_id_fk" FOREIGN KEY ("merged_into_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "customers_recent" ON "customers" USING btree ("status","id");--> statement-breakpoint
CREATE INDEX "customers_by_name" ON "customers" USING btree ("status",lower("full_name"),"id");--> statement-breakpoint
CREATE INDEX "customers_by_type" ON "customers" USING btree ("status","customer_type","id");--> statement-breakpoint
CREATE INDEX "customers_by_language" ON "customers" USING btree ("status","language","id");--> statement-breakpoint
CREATE INDEX "customers_agent" ON "customers" USING btree ("agent_id","id") WHERE "customers"."agent_id" is not null;--> statement-breakpoint
CREATE INDEX "customers_tags" ON "customers" USING gin ("tags");--> statement-breakpoint
CREATE INDEX "customers_created" ON "customers" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "customers_words" ON "customers" USING gin ("search_text" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "customers_name_key" ON "customers" USING btree ("name_key");--> statement-breakpoint
CREATE INDEX "customers_email_alike" ON "customers" USING btree ("email_key") WHERE "customers"."email_key" is not null;--> statement-breakpoint
CREATE INDEX "customers_phone" ON "customers" USING btree ("phone") WHERE "customers"."phone" is not null;--> statement-breakpoint
CREATE INDEX "customers_merged" ON "customers" USING btree ("merged_into_id") WHERE "customers"."merged_into_id" is not null;--> statement-breakpoint
CREATE INDEX "notifications_customer" ON "notifications" USING btree ("customer_id") WHERE "notifications"."customer_id" is not null;--> statement-breakpoint
-- What the search looks in, and the keys by which duplicates are found. unaccent is not immutable, so no expression of an
-- index could do it.
CREATE FUNCTION customers_words() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  local text := split_part(split_part(lower(NEW.email), '@', 1), '+', 1);
  domain text := split_part(lower(NEW.email), '@', 2);
BEGIN
  NEW.search_text := lower(unaccent(concat_ws(' ', NEW.full_name, NEW.email, regexp_replace(NEW.phone, '\D', '', 'g'),
    NEW.external_id, nullif(array_to_string(NEW.tags, ' '), ''))));
  NEW.name_key := array_to_string(ARRAY(
    SELECT word FROM regexp_split_to_table(lower(unaccent(NEW.full_name)), '[^[:alnum:]]+') AS word WHERE word <> '' ORDER BY word), ' ');
  NEW.email_key := CASE WHEN domain IN ('gmail.com', 'googlemail.com') THEN replace(local, '.', '') || '@gmail.com'
    WHEN domain <> '' THEN local || '@' || domain END;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER customers_words BEFORE INSERT OR UPDATE OF full_name, email, phone, external_id, tags ON customers
  FOR EACH ROW EXECUTE FUNCTION customers_words();
--> statement-breakpoint
UPDATE customers SET full_name = full_name;
--> statement-breakpoint
-- History is only added to; that of a person who was erased is erased with them.
CREATE FUNCTION refuse_customer_history_loss() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM customers WHERE id = OLD.customer_id AND erased_at IS NULL) THEN
    RAISE EXCEPTION 'the history of a customer cannot be rewritten';
  END IF;
  RETURN OLD;
END
$$;
--> statement-breakpoint
CREATE TRIGGER customer_changes_fixed BEFORE UPDATE ON customer_changes FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER customer_changes_kept BEFORE DELETE ON customer_changes
  FOR EACH ROW EXECUTE FUNCTION refuse_customer_history_loss();
--> statement-breakpoint
CREATE TRIGGER customer_erasures_fixed BEFORE UPDATE OR DELETE OR TRUNCATE ON customer_erasures
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- Texts in the history of conversations and tickets may be blotted out, nothing else, and only of a person who was erased.
CREATE FUNCTION is_blotted(before text, after text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT after IS NOT DISTINCT FROM before OR before IS NOT NULL AND after = 'borrado · erased'
$$;
--> statement-breakpoint
CREATE FUNCTION refuse_ticket_history_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF is_blotted(OLD.from_value, NEW.from_value) AND is_blotted(OLD.to_value, NEW.to_value)
    AND (NEW.id, NEW.ticket_id, NEW.actor_id, NEW.actor_name, NEW.field, NEW.at)
      IS NOT DISTINCT FROM (OLD.id, OLD.ticket_id, OLD.actor_id, OLD.actor_name, OLD.field, OLD.at)
    AND EXISTS (SELECT 1 FROM tickets t JOIN customers c ON c.id = t.customer_id
      WHERE t.id = OLD.ticket_id AND c.erased_at IS NOT NULL)
  THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'the history of % cannot be rewritten', TG_TABLE_NAME;
END
$$;
--> statement-breakpoint
CREATE FUNCTION refuse_conversation_history_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF is_blotted(OLD.from_value, NEW.from_value) AND is_blotted(OLD.to_value, NEW.to_value)
    AND is_blotted(OLD.reason, NEW.reason)
    AND (NEW.id, NEW.conversation_id, NEW.actor_id, NEW.actor_name, NEW.field, NEW.at)
      IS NOT DISTINCT FROM (OLD.id, OLD.conversation_id, OLD.actor_id, OLD.actor_name, OLD.field, OLD.at)
    AND EXISTS (SELECT 1 FROM conversations v JOIN customers c ON c.id = v.customer_id
      WHERE v.id = OLD.conversation_id AND c.erased_at IS NOT NULL)
  THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'the history of % cannot be rewritten', TG_TABLE_NAME;
END
$$;
--> statement-breakpoint
DROP TRIGGER ticket_changes_fixed ON ticket_changes;
--> statement-breakpoint
CREATE TRIGGER ticket_changes_fixed BEFORE UPDATE ON ticket_changes
  FOR EACH ROW EXECUTE FUNCTION refuse_ticket_history_change();
--> statement-breakpoint
DROP TRIGGER conversation_changes_fixed ON conversation_changes;
--> statement-breakpoint
CREATE TRIGGER conversation_changes_fixed BEFORE UPDATE ON conversation_changes
  FOR EACH ROW EXECUTE FUNCTION refuse_conversation_history_change();
