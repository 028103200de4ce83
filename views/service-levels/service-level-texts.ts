import type { Language } from '../../src/lib/language.ts';
import { en } from './service-level-texts-en.ts';
import { es } from './service-level-texts-es.ts';

export type PolicyFault = 'name' | 'taken' | 'first' | 'next' | 'resolution' | 'warn' | 'position' | 'calendar';
export type ServiceLevelsDone = 'policy' | 'calendar';

/** Every word of the pages about service levels. */
export interface ServiceLevelTexts {
  title: string;
  lead: string;
  policies: {
    title: string;
    text: string;
    list: string;
    add: string;
    columns: { name: string; fits: string; first: string; next: string; resolution: string; due: string };
    any: string;
    inactive: string;
    nothing: string;
    around: string;
    category: (name: string) => string;
    none: { title: string; text: string };
  };
  due: { first: string; resolution: string; never: string; now: (zone: string) => string; nothing: string };
  policy: {
    newTitle: string;
    editTitle: string;
    lead: string;
    name: string;
    priority: string;
    anyPriority: string;
    category: string;
    categoryHint: string;
    calendar: string;
    first: string;
    next: string;
    resolution: string;
    minutesHint: string;
    warn: string;
    warnHint: string;
    position: string;
    positionHint: string;
    isActive: string;
    isActiveHint: string;
    save: string;
    preview: string;
    previewText: string;
    faults: Record<PolicyFault, string>;
  };
  calendar: {
    text: string;
    edit: string;
    editLead: string;
    zone: string;
    hours: string;
    hoursHint: string;
    closed: string;
    from: (day: string, span: string) => string;
    until: (day: string, span: string) => string;
    dayFault: (day: string) => string;
    zoneFault: string;
    save: string;
    preview: string;
    open: string;
    opens: string;
    never: string;
    noPolicy: string;
  };
  holidays: {
    title: string;
    text: string;
    none: string;
    day: string;
    name: string;
    add: string;
    remove: string;
    removeOne: (name: string) => string;
    removed: string;
    added: string;
    faults: { day: string; twice: string; name: string; many: string };
  };
  priorities: Record<string, string>;
  done: Record<ServiceLevelsDone, string>;
}

export const serviceLevelTexts: Record<Language, ServiceLevelTexts> = { es, en };
