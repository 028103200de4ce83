export interface Confirmation {
  title: string;
  /** What will happen, and whether it can be undone. */
  text: string;
  /** The button that goes on: the deed, as in `Delete 3 tickets`. */
  action: string;
  isDangerous?: boolean;
}

/** On a form, a link, or whatever htmx sends: asks before it happens. `<form method="post" {...confirmFirst({ … })}>` */
export const confirmFirst = ({ title, text, action, isDangerous = false }: Confirmation) => ({
  'data-confirm': text,
  'data-confirm-title': title,
  'data-confirm-action': action,
  ...(isDangerous && { 'data-confirm-danger': 'true' }),
});
