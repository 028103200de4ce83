import { type MailContent, MailPage, mailText } from '../../../views/mail/mail-page.tsx';
import type { Context } from '../../context.ts';
import { textOf } from '../../http/htmx.ts';
import type { Mail } from '../../mail/mailer.ts';
import { isCustomerThere } from '../../realtime/presence.ts';
import { returnLink } from '../customer-return/service.ts';
import { freshPasswordLink } from '../users/password-links.ts';
import type { DueMail } from './outbox-queries.ts';
import { MAIL_TEXTS } from './texts.ts';

/** Why a mail is called off: nobody needs it any more. */
export type Needless = 'customer_present' | 'link_used';

/** Where a person goes on with what is about neither a ticket nor a conversation. */
const PAGES: Readonly<Record<string, string>> = {
  article_review: '/panel/knowledge?state=review',
  article_returned: '/panel/knowledge',
  webhook_disabled: '/panel/webhooks',
  audit_broken: '/panel/audit',
};

/**
 * The mail of a row of the outbox, or why there is none to be sent. Links are made here, when it leaves: their secrets
 * never stand in the outbox.
 */
export async function writeLetter(ctx: Context, row: DueMail): Promise<Mail | Needless> {
  const { kind, conversationId } = row;
  if (kind === 'agent_reply' && conversationId && (await isCustomerThere(ctx.db.sql, conversationId))) {
    return 'customer_present';
  }
  const link = await linkOf(ctx, row);
  if (link === 'link_used') return link;
  const bankName = ctx.settings.get('bank.name');
  const { title, signature } = row.data;
  const content: MailContent = {
    language: row.language,
    bankName,
    title: typeof title === 'string' ? title : row.subject,
    text: typeof signature === 'string' ? `${row.body}\n\n${signature}` : row.body,
    // What a customer gets is what was written to the chat.
    isRich: row.userId === null,
    link,
    footnotes: notesOf(row, link !== null),
  };
  return {
    to: row.recipient,
    subject: row.subject,
    text: mailText(content),
    html: textOf(MailPage(content)),
    fromName: bankName,
    messageId: row.messageId,
    threadIds: row.threadIds,
  };
}

async function linkOf(ctx: Context, row: DueMail): Promise<MailContent['link'] | 'link_used'> {
  const texts = MAIL_TEXTS[row.language];
  const { publicUrl } = ctx.config;
  if (row.kind === 'password_link') {
    const url = await freshPasswordLink(ctx, String(row.data.link), row.language);
    return url ? { url, label: texts.openPassword } : 'link_used';
  }
  if (row.kind === 'security')
    return publicUrl ? { url: `${publicUrl}/panel/account`, label: texts.openAccount } : null;
  if (row.userId === null) {
    const url = row.conversationId ? await returnLink(ctx, row.conversationId, row.customerId) : null;
    return url ? { url, label: texts.openConversation } : null;
  }
  if (!publicUrl) return null;
  if (row.ticketReference) return { url: `${publicUrl}/panel/tickets/${row.ticketReference}`, label: texts.openTicket };
  if (row.conversationId) {
    return { url: `${publicUrl}/panel/conversations/${row.conversationId}`, label: texts.openConversation };
  }
  const path = PAGES[row.kind];
  return path ? { url: publicUrl + path, label: texts.openPage } : null;
}

function notesOf(row: DueMail, hasLink: boolean): string[] {
  const texts = MAIL_TEXTS[row.language];
  if (row.kind === 'password_link') return [texts.ignoreNote];
  if (row.kind === 'security') return [texts.securityNote];
  if (row.userId !== null) return [texts.staffNote];
  return hasLink ? [texts.returnNote] : [];
}
