import { formatTime } from '../../src/lib/format.ts';
import { conversationTexts } from '../texts/conversation-texts.ts';
import type { View } from '../view.ts';
import { deliveryId } from './pane-ids.ts';

/** What became of the last message that staff wrote to the customer; null where the last word is not theirs. */
export type Delivery = { state: 'there' | 'pending' | 'failed' | 'noAddress' } | { state: 'mailed'; at: Date };

interface DeliveryLineProps {
  conversationId: string;
  delivery: Delivery | null;
  view: View;
}

/** Stands below the last message, and keeps its place while it is empty. */
export function DeliveryLine({ conversationId, delivery, view }: DeliveryLineProps): JSX.Element {
  const texts = conversationTexts[view.language].delivery;
  const text = !delivery
    ? ''
    : delivery.state === 'mailed'
      ? texts.mailed(formatTime(delivery.at, view))
      : texts[delivery.state];
  return (
    <p class={['delivery', delivery && `delivery-${delivery.state}`]} id={deliveryId(conversationId)} safe>
      {text}
    </p>
  );
}
