export * from './schema/conversations.ts';
export * from './schema/customers.ts';
export * from './schema/knowledge.ts';
export * from './schema/settings.ts';
export * from './schema/tickets.ts';
export * from './schema/users.ts';
