import { AppError, type ErrorCode } from '../../lib/errors.ts';

/** Why an article is not changed as somebody wanted: how the interface says it. The panel has its own words for each. */
const REFUSALS = {
  stale: ['conflict', 'Somebody saved another version meanwhile'],
  taken: ['conflict', 'There is a text with this slug in this language already'],
  own: ['forbidden', 'Whoever wrote a version cannot publish it; a second person must'],
  not_draft: ['conflict', 'Only a draft can be sent to the review'],
  not_in_review: ['conflict', 'This version is not in review'],
  not_published: ['conflict', 'The assistant does not use this article'],
  same: ['conflict', 'The newest version says the same'],
  removed: ['conflict', 'This article was removed; restore it first'],
} as const satisfies Record<string, [ErrorCode, string]>;

export type KnowledgeRefusal = keyof typeof REFUSALS;

/** The error of an article that stays as it is; `refusal` says why in a way that can be told in any language. */
export class KnowledgeRefused extends AppError {
  readonly refusal: KnowledgeRefusal;

  constructor(refusal: KnowledgeRefusal) {
    const [code, text] = REFUSALS[refusal];
    super(code, text);
    this.refusal = refusal;
  }
}
