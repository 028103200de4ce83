import type { TimeFormat } from '../src/lib/format.ts';

/** For whom something is shown: the language and time zone of the person, and the moment. */
export interface View extends TimeFormat {
  now: Date;
}

export type Theme = 'auto' | 'light' | 'dark';
