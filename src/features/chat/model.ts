import { t } from 'elysia';
import { CATEGORIES, type Category, PRIORITIES, type Priority } from '../../ai/answer.ts';
import { invalid } from '../../lib/errors.ts';

export const MAX_MESSAGE_CHARS = 4_000;

const conversation_id = t.String({ format: 'uuid' });
const shortText = t.String({ maxLength: 320 });

export const StartBody = t.Object({
  user_id: t.Optional(t.String({ maxLength: 255 })),
  metadata: t.Optional(
    t.Object({
      email: t.Optional(shortText),
      name: t.Optional(shortText),
      language: t.Optional(t.String({ maxLength: 35 })),
      page_url: t.Optional(t.String({ maxLength: 2048 })),
    }),
  ),
  identity_token: t.Optional(t.String({ maxLength: 8192 })),
});

export const MessageBody = t.Object({
  conversation_id,
  message: t.String({ minLength: 1, maxLength: MAX_MESSAGE_CHARS }),
  client_id: t.Optional(t.String({ format: 'uuid' })),
  context: t.Optional(t.Record(t.String(), t.Unknown())),
});

export const EscalateBody = t.Object({
  conversation_id,
  category: t.Optional(t.String({ maxLength: 60 })),
  priority: t.Optional(t.String({ maxLength: 20 })),
  description: t.Optional(t.String({ maxLength: MAX_MESSAGE_CHARS })),
  reason: t.Optional(t.String({ maxLength: MAX_MESSAGE_CHARS })),
});

export const EndBody = t.Object({ conversation_id, feedback: t.Optional(t.String({ maxLength: MAX_MESSAGE_CHARS })) });

export const FeedbackBody = t.Object({
  conversation_id,
  rating: t.Integer({ minimum: 1, maximum: 5 }),
  comment: t.Optional(t.String({ maxLength: MAX_MESSAGE_CHARS })),
  message_id: t.Optional(t.Union([t.Integer({ minimum: 1 }), t.String({ pattern: '^[0-9]{1,15}$' })])),
});

export const ContactBody = t.Object({ conversation_id, email: t.String({ minLength: 1, maxLength: 320 }) });

/** Errors: invalid, for a word that is no priority. */
export function priorityOf(text: string | undefined): Priority | null {
  if (!text) return null;
  const priority = PRIORITIES.find((one) => one === text.toUpperCase());
  if (!priority) throw invalid([{ field: 'priority', message: `must be one of ${PRIORITIES.join(', ')}` }]);
  return priority;
}

/** Errors: invalid, for a word that is no category. */
export function categoryOf(text: string | undefined): Category | null {
  if (!text) return null;
  const category = CATEGORIES.find((one) => one === text.toLowerCase());
  if (!category) throw invalid([{ field: 'category', message: `must be one of ${CATEGORIES.join(', ')}` }]);
  return category;
}
