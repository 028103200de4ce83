import type { TicketMessage } from '../../src/features/tickets/model.ts';
import { Avatar } from '../components/avatar.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { Icon } from '../components/icons.tsx';
import { Moment } from '../components/moment.tsx';
import { ticketTexts } from '../texts/ticket-texts.ts';
import type { View } from '../view.ts';
import { TALK_ID } from './ids.ts';
import type { TicketSight } from './ticket-page.tsx';

/** What it is about, and what was written to the customer and among staff. */
export function TicketTalk({ sight: { opened, view } }: { sight: TicketSight }): JSX.Element {
  const { ticket, messages } = opened;
  const texts = ticketTexts[view.language].detail;
  return (
    <section class="sheet" id={TALK_ID} aria-labelledby="ticket-talk-title">
      <h2 class="hidden" safe>
        {texts.description}
      </h2>
      {ticket.description ? (
        <p class="ticket-description" safe>
          {ticket.description}
        </p>
      ) : (
        <p class="muted" safe>
          {texts.noDescription}
        </p>
      )}
      <h2 id="ticket-talk-title" class="ticket-talk-title" safe>
        {texts.messages}
      </h2>
      {messages.length === 0 ? (
        <EmptyState icon="note" title={texts.noMessages.title} text={texts.noMessages.text} />
      ) : (
        <ol class="ticket-messages">
          {messages.map((message) => (
            <TicketMessageItem message={message} reference={ticket.reference} view={view} />
          ))}
        </ol>
      )}
    </section>
  );
}

interface TicketMessageItemProps {
  message: TicketMessage;
  /** Of the ticket whose page it is. */
  reference: string;
  view: View;
}

function TicketMessageItem({ message, reference, view }: TicketMessageItemProps): JSX.Element {
  const texts = ticketTexts[view.language];
  const isForeign = message.reference !== reference;
  return (
    <li id={`ticket-message-${message.id}`} class={['ticket-message', message.isInternal && 'is-note']}>
      <Avatar name={message.senderName} />
      <div class="ticket-message-body">
        <p class="ticket-message-head">
          <strong safe>{message.senderName}</strong>
          <Moment date={message.createdAt} view={view} style="ago" />
          {isForeign ? (
            <span class="muted" safe>
              {texts.detail.fromDuplicate(message.reference)}
            </span>
          ) : (
            ''
          )}
        </p>
        <p class="ticket-message-text">{Mentions({ text: message.content })}</p>
        <Reach message={message} view={view} />
      </div>
    </li>
  );
}

/** Whom it reached: staff alone, or the customer and how. */
function Reach({ message, view }: { message: TicketMessage; view: View }): JSX.Element {
  const { compose } = ticketTexts[view.language];
  const { isInternal, delivery } = message;
  if (isInternal) {
    return (
      <p class="ticket-reach">
        <Icon name="shield" />
        <span safe>{compose.private}</span>
      </p>
    );
  }
  if (!delivery) return '';
  return (
    <p class={['ticket-reach', delivery === 'none' && 'is-late']}>
      <Icon name={delivery === 'none' ? 'alert' : 'send'} />
      <span safe>{compose.delivery[delivery]}</span>
    </p>
  );
}

/** What somebody wrote, with the people whom it names marked. */
function Mentions({ text }: { text: string }): JSX.Element {
  return (
    <>
      {text.split(/((?<![\w.])@[\w.+-]+)/u).map((part, at) =>
        at % 2 === 1 ? (
          <b class="named" safe>
            {part}
          </b>
        ) : (
          <span safe>{part}</span>
        ),
      )}
    </>
  );
}
