-- Full text that folds accents first, so that "prestamo" finds "préstamo". unaccent is a filtering dictionary.
CREATE TEXT SEARCH CONFIGURATION joxai_es (COPY = spanish);
--> statement-breakpoint
ALTER TEXT SEARCH CONFIGURATION joxai_es
  ALTER MAPPING FOR hword, hword_part, word, asciihword, hword_asciipart, asciiword WITH unaccent, spanish_stem;
--> statement-breakpoint
CREATE TEXT SEARCH CONFIGURATION joxai_en (COPY = english);
--> statement-breakpoint
ALTER TEXT SEARCH CONFIGURATION joxai_en
  ALTER MAPPING FOR hword, hword_part, word, asciihword, hword_asciipart, asciiword WITH unaccent, english_stem;
--> statement-breakpoint
CREATE FUNCTION joxai_search_config(language text) RETURNS regconfig LANGUAGE sql STABLE AS $$
  SELECT CASE language WHEN 'en' THEN 'joxai_en'::regconfig ELSE 'joxai_es'::regconfig END
$$;
--> statement-breakpoint
CREATE FUNCTION knowledge_articles_index() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE config regconfig := joxai_search_config(NEW.language);
BEGIN
  NEW.search_vector :=
    setweight(to_tsvector(config, NEW.title), 'A')
    || setweight(to_tsvector(config, array_to_string(NEW.tags, ' ')), 'B')
    || setweight(to_tsvector(config, NEW.content), 'C');
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER knowledge_articles_index BEFORE INSERT OR UPDATE OF title, content, tags, language ON knowledge_articles
  FOR EACH ROW EXECUTE FUNCTION knowledge_articles_index();
--> statement-breakpoint
-- The audit chain: each entry's hash covers its own fields and the hash before it. One writer at a time, so that two
-- entries never follow the same one.
CREATE FUNCTION audit_log_hash(entry audit_log) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT encode(sha256(convert_to(concat_ws(E'\x1f',
    entry.previous_hash, entry.id, to_char(entry.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
    coalesce(entry.actor_id::text, ''), entry.actor_name, entry.action, entry.resource_type,
    coalesce(entry.resource_id, ''), entry.status, entry.details), 'UTF8')), 'hex')
$$;
--> statement-breakpoint
CREATE FUNCTION audit_log_chain() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('audit_log'));
  NEW.id := nextval(pg_get_serial_sequence('audit_log', 'id'));
  NEW.previous_hash := coalesce((SELECT hash FROM audit_log ORDER BY id DESC LIMIT 1), '');
  NEW.hash := audit_log_hash(NEW);
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER audit_log_chain BEFORE INSERT ON audit_log FOR EACH ROW EXECUTE FUNCTION audit_log_chain();
--> statement-breakpoint
CREATE FUNCTION audit_log_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit log cannot be rewritten';
END
$$;
--> statement-breakpoint
CREATE TRIGGER audit_log_refuse BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log
  FOR EACH STATEMENT EXECUTE FUNCTION audit_log_refuse();
