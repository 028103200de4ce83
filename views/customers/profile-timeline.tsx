import type { TimelineEvent, TimelinePage } from '../../src/features/customers/model.ts';
import { pathIn } from '../../src/features/panel/model.ts';
import type { Role } from '../../src/features/users/model.ts';
import { TicketChip } from '../components/chips.tsx';
import { Icon, type IconName } from '../components/icons.tsx';
import { Moment } from '../components/moment.tsx';
import { ticketPath } from '../tickets/paths.ts';
import type { View } from '../view.ts';
import { customerTexts } from './customer-texts.ts';
import { actionPath, TIMELINE_ID } from './paths.ts';

interface TimelineProps {
  customerId: number;
  page: TimelinePage;
  role: Role;
  view: View;
}

const MORE_ID = 'timeline-more';

const ICONS: Record<TimelineEvent['kind'], IconName> = {
  conversation: 'inbox',
  ticket: 'tickets',
  note: 'note',
  rating: 'check',
  change: 'clock',
};

/** Everything that has happened around the person, the newest first. */
export function ProfileTimeline(props: TimelineProps): JSX.Element {
  const { profile: texts } = customerTexts[props.view.language];
  return (
    <section class="panel-card" aria-labelledby="customer-timeline-title">
      <h2 id="customer-timeline-title" safe>
        {texts.timeline}
      </h2>
      {props.page.events.length === 0 ? (
        <p safe>{texts.timelineNone}</p>
      ) : (
        <ol class="timeline-list" id={TIMELINE_ID}>
          <TimelineRows {...props} />
        </ol>
      )}
    </section>
  );
}

/** Its rows, and the way to those before them, whose place they take. */
export function TimelineRows({ customerId, page, role, view }: TimelineProps): JSX.Element {
  const { profile: texts } = customerTexts[view.language];
  const last = page.events.at(-1);
  return (
    <>
      {page.events.map((event) => (
        <li>
          <Icon name={ICONS[event.kind]} />
          <div class="two-lines">
            <Words event={event} role={role} view={view} />
            <Moment date={event.at} view={view} style="full" />
          </div>
        </li>
      ))}
      {page.isMore && last ? (
        <li class="timeline-more" id={MORE_ID}>
          <button
            type="button"
            class="button button-quiet"
            hx-get={`${actionPath(customerId, 'timeline')}?${new URLSearchParams({ mark: last.mark, key: last.key })}`}
            hx-target={`#${MORE_ID}`}
            hx-swap="outerHTML"
            safe
          >
            {texts.timelineMore}
          </button>
        </li>
      ) : (
        ''
      )}
    </>
  );
}

function Words({ event, role, view }: { event: TimelineEvent; role: Role; view: View }): JSX.Element {
  const { events } = customerTexts[view.language];
  switch (event.kind) {
    case 'conversation':
      return (
        <p>
          <a href={pathIn(role, 'inbox', event.ref) ?? '/panel'} safe>
            {events.conversation}
          </a>{' '}
          <span class="muted" safe>
            {event.text.replaceAll('*', '')}
          </span>
        </p>
      );
    case 'ticket':
      return (
        <p>
          <a href={ticketPath(event.ref)} safe>
            {`${events.ticket} ${event.ref}`}
          </a>{' '}
          <span safe>{event.text}</span> <TicketChip status={event.status} language={view.language} />
        </p>
      );
    case 'note':
      return (
        <p>
          <strong safe>{event.actor}</strong>
          {': '}
          <span class="said" safe>
            {event.text}
          </span>
        </p>
      );
    case 'rating':
      return (
        <p>
          <strong safe>{events.stars(String(event.rating))}</strong> <span safe>{event.text ?? ''}</span>
        </p>
      );
    case 'change':
      return (
        <p>
          <strong safe>{event.actor}</strong> <span safe>{changeWords(event, view)}</span>
        </p>
      );
  }
}

function changeWords({ field, from, to }: TimelineEvent & { kind: 'change' }, { language }: View): string {
  const texts = customerTexts[language];
  const { events, eventFields, fields } = texts;
  if (field === 'created') return events.created;
  if (field === 'merged') return events.merged(to ?? '');
  if (field === 'merged_into') return events.mergedInto(to ?? '');
  const names: Record<string, Record<string, string>> = {
    status: texts.statuses,
    customer_type: texts.types,
    language: texts.languages,
    active: { true: events.yes, false: events.no },
  };
  const say = (value: string | null): string =>
    value === null || value === '' ? events.nothing : (names[field]?.[value] ?? value);
  return events.changed((eventFields[field] ?? fields[field] ?? field).toLowerCase(), say(from), say(to));
}
