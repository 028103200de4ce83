import type { Availability } from '../../src/features/conversations/model.ts';
import { conversationTexts } from '../texts/conversation-texts.ts';
import type { View } from '../view.ts';

export interface CannedOption {
  id: number;
  shortcut: string;
  title: string;
  /** With its variables filled in. */
  text: string;
}

/** What `/` offers; the script filters it while somebody types. */
export function CannedOptions({ canned }: { canned: CannedOption[] }): JSX.Element {
  return (
    <>
      {canned.map(({ id, shortcut, title, text }) => (
        <button
          type="button"
          role="option"
          id={`pick-${id}`}
          aria-selected="false"
          tabindex="-1"
          data-insert={text}
          data-words={`${shortcut} ${title}`}
          data-key={shortcut}
        >
          <span class="pick-head">
            <code safe>{`/${shortcut}`}</code> <span safe>{title}</span>
          </span>
          <span class="pick-text" safe>
            {text}
          </span>
        </button>
      ))}
    </>
  );
}

export interface Colleague {
  id: number;
  name: string;
  /** What stands after the @. */
  handle: string;
  availability: Availability;
}

/** Whom `@` can name. */
export function ColleagueOptions({ colleagues, view }: { colleagues: Colleague[]; view: View }): JSX.Element {
  const { availability: words } = conversationTexts[view.language].transferForm;
  return (
    <>
      {colleagues.map(({ id, name, handle, availability }) => (
        <button
          type="button"
          role="option"
          id={`pick-${id}`}
          aria-selected="false"
          tabindex="-1"
          data-insert={`@${handle} `}
          data-words={`${handle} ${name}`}
          data-key={handle}
        >
          <span class="pick-head">
            <span safe>{name}</span> <code safe>{`@${handle}`}</code>
          </span>
          <span class={['pick-text', `is-${availability.toLowerCase()}`]} safe>
            {words[availability]}
          </span>
        </button>
      ))}
    </>
  );
}
