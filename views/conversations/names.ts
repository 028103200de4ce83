import type { ConversationRow } from '../../src/features/conversations/model.ts';
import type { Language } from '../../src/lib/language.ts';
import { panelTexts } from '../texts/panel-texts.ts';

type Named = Pick<ConversationRow, 'id' | 'customerName' | 'visitorName' | 'visitorEmail' | 'userLabel'>;

/** What staff call the customer: the proven name, else what the visitor says, else a short number. */
export function nameOf(row: Named, language: Language): string {
  const said = row.customerName ?? row.visitorName ?? row.visitorEmail ?? row.userLabel;
  return said?.trim() || `${panelTexts[language].customer.visitor} ${row.id.slice(0, 4).toUpperCase()}`;
}
