-- The tables and indexes that the hot paths of the product write, and nothing else.
CREATE TABLE conversations (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  status text NOT NULL DEFAULT 'bot',
  language text NOT NULL,
  user_label text,
  last_seq integer NOT NULL DEFAULT 0,
  last_text text NOT NULL DEFAULT '',
  last_role text NOT NULL DEFAULT 'assistant',
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON conversations (updated_at DESC, id);
CREATE INDEX ON conversations (status, updated_at DESC) WHERE status <> 'ended';
CREATE TABLE messages (
  id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  conversation_id uuid NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
  seq integer NOT NULL,
  role text NOT NULL,
  content text NOT NULL,
  client_id uuid,
  turn_id bigint,
  metadata jsonb,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX ON messages (conversation_id, seq);
CREATE UNIQUE INDEX ON messages (conversation_id, client_id) WHERE client_id IS NOT NULL;
CREATE TABLE turns (
  id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  conversation_id uuid NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
  from_seq integer NOT NULL,
  lease_until timestamptz NOT NULL,
  opened_at timestamptz NOT NULL DEFAULT now(),
  closed_at timestamptz,
  outcome text
);
CREATE UNIQUE INDEX ON turns (conversation_id) WHERE closed_at IS NULL;
CREATE INDEX ON turns (lease_until) WHERE closed_at IS NULL;
