import { Button } from '../components/button.tsx';
import { StatusChip } from '../components/chips.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { MessageBubble } from '../conversations/message-bubble.tsx';
import { ticketTexts } from '../texts/ticket-texts.ts';
import { CHAT_ID } from './ids.ts';
import type { TicketSight } from './ticket-page.tsx';

/** The conversation that the ticket is about, to read; it is answered in the inbox. */
export function TicketChatPanel({ sight: { opened, view } }: { sight: TicketSight }): JSX.Element {
  const { chat } = opened;
  const texts = ticketTexts[view.language].chat;
  return (
    <section class="sheet ticket-chat" id={CHAT_ID} aria-labelledby="ticket-chat-title">
      <header class="sheet-head">
        <h2 id="ticket-chat-title" safe>
          {texts.title}
        </h2>
        {typeof chat === 'string' ? '' : <StatusChip status={chat.status} language={view.language} />}
        {typeof chat === 'string' ? (
          ''
        ) : (
          <Button label={texts.open} icon="inbox" kind="quiet" isIconOnly href={`/panel/conversations/${chat.id}`} />
        )}
      </header>
      {typeof chat === 'string' ? (
        <EmptyState icon="inbox" title={texts[chat].title} text={texts[chat].text} />
      ) : (
        <div class="ticket-chat-scroll" role="log" tabindex="0" aria-label={texts.title}>
          {(chat.messages[0]?.seq ?? 1) > 1 ? (
            <p class="muted ticket-chat-start" safe>
              {texts.start}
            </p>
          ) : (
            ''
          )}
          <ol>
            {chat.messages.map((message) => (
              <MessageBubble message={message} view={view} />
            ))}
          </ol>
        </div>
      )}
    </section>
  );
}
