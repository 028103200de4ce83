const SHAPES = {
  inbox: 'M4 13V6a2 2 0 0 1 2-2h12a2 2 0 0 1 2 2v7M4 13v5a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2v-5M4 13h4l2 3h4l2-3h4',
  tickets:
    'M15 5v2M15 11v2M15 17v2M5 5h14a2 2 0 0 1 2 2v3a2 2 0 0 0 0 4v3a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2v-3a2 2 0 0 0 0-4V7a2 2 0 0 1 2-2',
  customers:
    'M9 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8M2.5 20c.4-3 2.8-5 6.5-5s6.1 2 6.5 5M16 4.2a4 4 0 0 1 0 7.6M18 15.3c2 .7 3.2 2.4 3.5 4.7',
  knowledge: 'M12 6.5C10 5 7 4.5 3 5v13.5c4-.5 7 0 9 1.5M12 6.5c2-1.5 5-2 9-1.5v13.5c-4-.5-7 0-9 1.5zM12 6.5V20',
  reports: 'M4 20h16M5 20v-6h3v6M10.5 20V5h3v15M16 20v-9h3v9',
  notifications:
    'M10 5a2 2 0 1 1 4 0 6.5 6.5 0 0 1 4 6v3a4 4 0 0 0 2 3H4a4 4 0 0 0 2-3v-3a6.5 6.5 0 0 1 4-6M9 17v1a3 3 0 0 0 6 0v-1',
  administration: 'M4 7h9M17 7h3M4 17h3M11 17h9M15 5a2 2 0 1 0 0 4 2 2 0 0 0 0-4M9 15a2 2 0 1 0 0 4 2 2 0 0 0 0-4',
  system: 'M3 12h4l3 8 4-16 3 8h4',
  person: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8M5 20c.6-3.4 3.4-5 7-5s6.4 1.6 7 5',
  back: 'M15 5l-7 7 7 7',
  next: 'M9 5l7 7-7 7',
  down: 'M12 5v14M6 13l6 6 6-6',
  chevron: 'M6 9.5l6 6 6-6',
  sort: 'M8 9.5l4-4 4 4M8 14.5l4 4 4-4',
  ascending: 'M6 14.5l6-6 6 6',
  search: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M20 20l-4.8-4.8',
  close: 'M6 6l12 12M18 6L6 18',
  check: 'M5 12.5l4.5 4.5L19 7',
  plus: 'M12 5v14M5 12h14',
  dots: 'M5 12h.01M12 12h.01M19 12h.01',
  filter: 'M4 5h16l-6 7.5V19l-4-2v-4.5z',
  send: 'M21 3L10 14M21 3l-6.5 18-4.5-7-7-4.5z',
  note: 'M5 4h14v10l-6 6H5zM13 20v-6h6',
  clock: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16M12 8v4.5l3 2',
  link: 'M10 14a4 4 0 0 0 6 0l3-3a4.2 4.2 0 0 0-6-6l-.7.7M14 10a4 4 0 0 0-6 0l-3 3a4.2 4.2 0 0 0 6 6l.7-.7',
  keyboard:
    'M4 6h16a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H4a2 2 0 0 1-2-2V8a2 2 0 0 1 2-2M6 10h.01M10 10h.01M14 10h.01M18 10h.01M8 14h8',
  logout: 'M14 4h4a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2h-4M10 8l-4 4 4 4M6 12h10',
  auto: 'M12 4v16M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16M12 8a4 4 0 0 1 0 8',
  light:
    'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8M12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.4 1.4M17.6 17.6L19 19M5 19l1.4-1.4M17.6 6.4L19 5',
  dark: 'M20 14.5A8 8 0 1 1 9.5 4a6.5 6.5 0 0 0 10.5 10.5z',
  source: 'M6 4h9l4 4v12H6zM14 4v5h5M9 13h6M9 16h6',
  shield: 'M12 3l7 3v5c0 4.5-3 8-7 10-4-2-7-5.5-7-10V6zM9 12l2 2 4-4',
  transfer: 'M4 8h14M14 4l4 4-4 4M20 16H6M10 12l-4 4 4 4',
  bulb: 'M9 18h6M10 21h4M12 3a6 6 0 0 0-3.5 10.9c.7.6 1 1.3 1 2.1h5c0-.8.3-1.5 1-2.1A6 6 0 0 0 12 3',
  attach: 'M19 11.5l-7 7a4.5 4.5 0 0 1-6.4-6.4l7.6-7.6a3 3 0 0 1 4.2 4.2l-7.5 7.5a1.5 1.5 0 0 1-2.1-2.1l6.6-6.6',
  reply: 'M10 6L4 12l6 6M4 12h9a7 7 0 0 1 7 7',
  slash: 'M6 4h12a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2M14 8l-4 8',
  alert: 'M12 4l9 16H3zM12 10v4M12 17v.5',
  eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6',
  hourglass: 'M7 4h10M7 20h10M8.5 4c0 4 7 5.5 7 8s-7 4-7 8M15.5 4c0 4-7 5.5-7 8s7 4 7 8',
  bookmark: 'M7 4h10a1 1 0 0 1 1 1v15l-6-4-6 4V5a1 1 0 0 1 1-1',
} as const;

export type IconName = keyof typeof SHAPES;

/** A line drawing in the colour of the text; it says nothing that the text beside it does not say. */
export function Icon({ name }: { name: IconName }): JSX.Element {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={SHAPES[name]} />
    </svg>
  );
}
