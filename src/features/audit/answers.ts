import { t } from 'elysia';
import { count, id, nullable, text, time, words } from '../../http/shapes.ts';
import { CHAIN_FAULTS } from './model.ts';

export const AuditEntry = t.Object(
  {
    id,
    timestamp: time,
    user_id: nullable(id),
    user_name: text('Lucía Ferrer', 'As the actor was called then: a person, an API key, the assistant'),
    is_api_key: t.Boolean({ examples: [false] }),
    action: text('ticket.update', '`noun.verb`'),
    resource_type: text('ticket'),
    resource_id: nullable(text('TKT-7F3K2M9Q')),
    status: words(['SUCCESS', 'FAILURE']),
    details: t.Record(t.String(), t.Unknown(), {
      description: "Ids, names of fields and counts; never a value of a customer's data",
      examples: [{ fields: ['priority'] }],
    }),
    hash: text(
      '5f0c0d6b8a4c4f5d9b6e3c1f0e7a2b4d8c6f1a3e5b7d9c0f2a4e6b8d0c1f3a5b',
      'SHA-256 of the entry and the hash before it',
    ),
  },
  { description: 'Who did or read what.' },
);
export const AuditVerification = t.Object(
  {
    valid: t.Boolean({ examples: [true] }),
    entries: count(48_211, 'Entries found right, from the first on'),
    anchors: t.Optional(
      count(214, 'Signed notes outside of the database that it was compared with; looking at all of it'),
    ),
    first_bad_id: t.Optional(id),
    fault: t.Optional(
      t.Union(
        CHAIN_FAULTS.map((fault) => t.Literal(fault)),
        {
          description:
            'changed: the entry is not what its hash says; out_of_chain: it does not follow the one before it (something was removed, put in or moved); missing: the end was cut off; rewritten: the chain is not what an earlier look found, or what was written down outside of the database; anchor: what was written down there was changed itself',
        },
      ),
    ),
  },
  { description: 'What a look at the hash chain found.' },
);
export const Reader = t.Object(
  {
    user_id: id,
    user_name: text('Lucía Ferrer'),
    is_api_key: t.Boolean({ examples: [false] }),
    action: text('conversation.read'),
    last_at: time,
    times: count(3, 'Each of some minutes of reading'),
  },
  { description: 'Somebody who looked at a thing.' },
);
