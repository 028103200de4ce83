import { t } from 'elysia';
import { id, nullable, number, text, time, words } from '../../http/shapes.ts';

const value = t.Unsafe<unknown>({ description: 'Any JSON', examples: [6] });
const by = text('Ana Torres');

export const Setting = t.Object(
  {
    key: text('desk.capacity'),
    value: t.Unsafe<unknown>({ description: 'Null for a secret', examples: [6] }),
    type: words(['string', 'number', 'boolean', 'array', 'object', 'null'], 'number'),
    category: text('desk'),
    description: nullable(text('Conversations at once. Of each person who has no number of their own.')),
    is_known: t.Boolean({ description: 'Whether the program reads it; else it is the bank’s own' }),
    is_changed: t.Boolean({ description: 'Whether it is another than its default' }),
    is_public: t.Boolean(),
    is_secret: t.Boolean(),
    default: t.Unsafe<unknown>({ examples: [4] }),
    minimum: t.Optional(number(1)),
    maximum: t.Optional(number(50)),
    unit: t.Optional(nullable(text('conversations'))),
    options: t.Optional(t.Array(text('openai'))),
    environment: nullable(text('RATE_LIMITS', 'The variable that gives the default, or bounds the value')),
    updated_by: nullable(by),
    updated_at: nullable(time),
  },
  { description: 'A setting of the bank’s whole desk.' },
);

export const SettingChange = t.Object(
  { id, key: text('desk.capacity'), changed_by: by, from: value, to: value, at: time },
  { description: 'A change of a setting; `to` is null where it was put back to its default.' },
);

export const PublicSettings = t.Record(t.String(), t.Unsafe<unknown>({}), {
  description: 'Values by their keys.',
  examples: [{ 'bank.name': 'JoxAI Bank', 'chat.languages': ['es', 'en'] }],
});

export const UserSetting = t.Object(
  { key: text('inbox.columns'), value, updated_at: time },
  { description: 'What a person keeps for themselves.' },
);
