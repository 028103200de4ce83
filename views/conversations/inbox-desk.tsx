import type { Agent } from '../../src/features/conversations/model.ts';
import type { OwnDesk } from '../../src/features/inbox/model.ts';
import { formatNumber } from '../../src/lib/format.ts';
import { Button } from '../components/button.tsx';
import { Icon } from '../components/icons.tsx';
import { inboxTexts } from '../texts/inbox-texts.ts';
import type { View } from '../view.ts';
import { AVAILABILITY_FACE_ID, AVAILABILITY_ID, TAKE_NEXT_ID } from './ids.ts';
import { availabilityPath, nextPath } from './paths.ts';

const STATES = ['ONLINE', 'AWAY', 'OFFLINE'] as const;

interface AvailabilityProps {
  agent: OwnDesk['agent'];
  waiting: number;
  view: View;
  /** What is wrong with the capacity, and what was typed. */
  problem?: { value: string; text: string } | null;
}

/** Whether the person takes conversations: the button that says so, and what it opens. */
export function AvailabilityMenu({ agent, waiting, view }: AvailabilityProps): JSX.Element {
  return (
    <div class="availability">
      <button
        type="button"
        class="button button-quiet availability-open"
        popovertarget="availability-menu"
        aria-haspopup="true"
        title={inboxTexts[view.language].desk.label}
      >
        <AvailabilityFace agent={agent} view={view} />
      </button>
      <div id="availability-menu" class="popover availability-menu" popover="auto" data-menu>
        <AvailabilityForms agent={agent} waiting={waiting} view={view} />
      </div>
    </div>
  );
}

/** What the button says: the state, and how many conversations the person has of how many. */
export function AvailabilityFace({ agent, view }: Pick<AvailabilityProps, 'agent' | 'view'>): JSX.Element {
  const texts = inboxTexts[view.language].desk;
  return (
    <span id={AVAILABILITY_FACE_ID} class="availability-face">
      <span class={['presence', `is-${agent.availability.toLowerCase()}`]} aria-hidden="true" />
      <span class="hidden" safe>
        {texts.label}
      </span>
      <span safe>{texts.states[agent.availability]}</span>
      <Load agent={agent} />
      <Icon name="chevron" />
    </span>
  );
}

/** The states to choose from, what the person has, how long the queue is, and how many conversations at once. */
export function AvailabilityForms({ agent, waiting, view, problem = null }: AvailabilityProps): JSX.Element {
  const texts = inboxTexts[view.language].desk;
  return (
    <div id={AVAILABILITY_ID}>
      <States current={agent.availability} view={view} />
      <p class="availability-load">
        <span safe>{texts.load(formatNumber(agent.load, view), formatNumber(agent.capacity, view))}</span>
        <span safe>{waiting > 0 ? texts.queue(formatNumber(waiting, view)) : texts.noQueue}</span>
      </p>
      <form class="capacity" {...postHere} novalidate>
        <label for="capacity" safe>
          {texts.capacity}
        </label>
        <input
          id="capacity"
          name="capacity"
          type="number"
          min="0"
          max="50"
          inputmode="numeric"
          value={problem ? problem.value : String(agent.capacity)}
          aria-describedby="capacity-hint"
          {...(problem && { 'aria-invalid': 'true' })}
        />
        <Button label={texts.save} type="submit" />
        <p id="capacity-hint" class={problem ? 'field-error' : 'hint'} safe>
          {problem?.text ?? texts.capacityHint}
        </p>
      </form>
    </div>
  );
}

/** The answer is all that the menu holds again; the menu stays open. */
const postHere = {
  method: 'post',
  action: availabilityPath,
  'hx-post': availabilityPath,
  'hx-target': `#${AVAILABILITY_ID}`,
  'hx-swap': 'outerMorph',
  'hx-sync': 'this:replace',
};

function States({ current, view }: { current: Agent['availability']; view: View }): JSX.Element {
  const texts = inboxTexts[view.language].desk;
  return (
    <form {...postHere}>
      <fieldset class="availability-states">
        <legend class="hidden" safe>
          {texts.label}
        </legend>
        {STATES.map((state) => (
          <button
            type="submit"
            class="menu-item"
            name="availability"
            value={state}
            aria-pressed={state === current ? 'true' : 'false'}
          >
            <span class={['presence', `is-${state.toLowerCase()}`]} aria-hidden="true" />
            <span class="availability-words">
              <span safe>{texts.states[state]}</span>
              <span class="hint" safe>
                {texts.hints[state]}
              </span>
            </span>
            {state === current ? <Icon name="check" /> : ''}
          </button>
        ))}
      </fieldset>
    </form>
  );
}

function Load({ agent: { load, capacity } }: Pick<AvailabilityProps, 'agent'>): JSX.Element {
  return (
    <span class="count" aria-hidden="true" safe>
      {`${load}/${capacity}`}
    </span>
  );
}

/** Takes the conversation over that is next in the queue; says how many wait. */
export function TakeNext({ waiting, view }: { waiting: number; view: View }): JSX.Element {
  const texts = inboxTexts[view.language];
  return (
    <form
      id={TAKE_NEXT_ID}
      class="take-next"
      method="post"
      action={nextPath}
      hx-post={nextPath}
      hx-swap="none"
      hx-sync="this:drop"
    >
      <Button
        label={texts.takeNext}
        icon="plus"
        kind={waiting > 0 ? 'primary' : 'plain'}
        type="submit"
        attributes={{ title: waiting > 0 ? texts.desk.queue(formatNumber(waiting, view)) : texts.desk.noQueue }}
      />
    </form>
  );
}
