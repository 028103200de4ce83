-- Text as searches compare it: without accents, in lower case. unaccent itself is only STABLE, because its rules could be
-- changed, so PostgreSQL would work out the text that is looked for again for every row that it looks at.
CREATE FUNCTION folded(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN lower(unaccent('unaccent'::regdictionary, $1));
