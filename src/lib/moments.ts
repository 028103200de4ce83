const FIRST = new Date('1900-01-01T00:00:00Z');
const LAST = new Date('9999-12-31T23:59:59Z');

/** What the field of a date and time is told that holds none. */
export const NO_MOMENT = 'must be a date and a time';

/** Whether it is a moment at all, of those that the database can hold and that anybody means. */
export const isMoment = (date: Date): boolean => date >= FIRST && date <= LAST;
