import type { BreakerState, RouteKind } from '../../src/features/system/model.ts';
import { counted } from '../../src/lib/format.ts';
import type { Language } from '../../src/lib/language.ts';

/** Every word of the page about the service itself. */
interface SystemTexts {
  live: string;
  figures: Record<'rate' | 'p95' | 'errors' | 'sockets' | 'connections' | 'disk', { label: string; text: string }>;
  percentiles: (p50: string, p95: string, p99: string) => string;
  perSecond: (count: string) => string;
  errorsOf: (errors: string, requests: string) => string;
  socketsOf: (customers: string, staff: string, panel: string) => string;
  connectionsOf: (active: string, most: string) => string;
  diskOf: (total: string) => string;
  unknown: string;
  never: string;
  workers: {
    title: string;
    text: string;
    columns: Record<'pid' | 'version' | 'up' | 'memory' | 'cpu' | 'lag' | 'requests' | 'sockets', string>;
    draining: string;
    lag: (mean: string, max: string) => string;
    requests: (open: string, recent: string) => string;
  };
  kinds: {
    title: string;
    text: string;
    names: Record<RouteKind, string>;
    columns: Record<'kind' | 'requests' | 'refused' | 'failed' | 'p50' | 'p95' | 'p99', string>;
  };
  queues: {
    title: string;
    waiting: string;
    since: string;
    openTurns: string;
    mailDue: string;
    mailFailed: string;
    deliveriesDue: string;
  };
  jobs: {
    title: string;
    text: string;
    columns: Record<'name' | 'last' | 'next' | 'fault', string>;
    names: Record<string, string>;
    noFault: string;
  };
  providers: {
    title: string;
    none: string;
    columns: Record<'name' | 'state' | 'answers' | 'latency' | 'failure', string>;
    states: Record<BreakerState | 'unused', string>;
    openIn: (open: string, workers: string) => string;
    answers: (answers: string, failures: string) => string;
    noFailure: string;
  };
  database: {
    title: string;
    version: string;
    size: string;
    connections: string;
    migrations: string;
    lastMigration: string;
  };
  versions: { title: string; joxai: string; bun: string; postgres: string };
}

const es: SystemTexts = {
  live: 'Se actualiza cada cinco segundos; cada proceso cuenta lo suyo y aquí se suma.',
  figures: {
    rate: {
      label: 'Peticiones por segundo',
      text: 'De todos los procesos, en el último minuto; sin las de supervisión.',
    },
    p95: { label: 'Latencia (p95)', text: 'El 95 % de las peticiones del último minuto tardó menos.' },
    errors: { label: 'Fallos', text: 'Respuestas 5xx del último minuto.' },
    sockets: { label: 'Conexiones abiertas', text: 'Chats, clientes de la interfaz y páginas del panel.' },
    connections: { label: 'Conexiones a la base', text: 'Abiertas ahora, de todos los procesos.' },
    disk: { label: 'Disco libre', text: 'Donde están los archivos y, si es la propia, la base de datos.' },
  },
  percentiles: (p50, p95, p99) => `p50 ${p50} · p95 ${p95} · p99 ${p99}`,
  perSecond: (count) => `${count}/s`,
  errorsOf: (errors, requests) => `${errors} de ${requests}`,
  socketsOf: (customers, staff, panel) => `clientes ${customers} · interfaz ${staff} · panel ${panel}`,
  connectionsOf: (active, most) => `${active} en uso, ${most} como máximo`,
  diskOf: (total) => `de ${total}`,
  unknown: 'No se sabe',
  never: 'Nunca',
  workers: {
    title: 'Procesos',
    text: 'Comparten el puerto; el supervisor reemplaza al que calla o cae.',
    columns: {
      pid: 'Proceso',
      version: 'Versión',
      up: 'En marcha',
      memory: 'Memoria',
      cpu: 'CPU',
      lag: 'Retraso del ciclo',
      requests: 'Peticiones',
      sockets: 'Conexiones',
    },
    draining: 'Terminando',
    lag: (mean, max) => `${mean} ms, máx. ${max} ms`,
    requests: (open, recent) => `${counted(open, 'abierta', 'abiertas')}, ${recent} en el último minuto`,
  },
  kinds: {
    title: 'Peticiones',
    text: 'Desde que existe la base de datos o desde su última caída, con los procesos que ya no están. Latencias en milisegundos.',
    names: { chat: 'Chat', api: 'Interfaz', panel: 'Panel', files: 'Archivos', health: 'Supervisión' },
    columns: {
      kind: 'Qué',
      requests: 'Peticiones',
      refused: 'Rechazadas',
      failed: 'Fallidas',
      p50: 'p50',
      p95: 'p95',
      p99: 'p99',
    },
  },
  queues: {
    title: 'Colas',
    waiting: 'Clientes que esperan a una persona',
    since: 'El primero, desde',
    openTurns: 'Respuestas que debe el asistente',
    mailDue: 'Correos por salir',
    mailFailed: 'Correos que no salieron',
    deliveriesDue: 'Entregas de webhooks pendientes',
  },
  jobs: {
    title: 'Tareas',
    text: 'Cada una corre en un proceso a la vez.',
    columns: { name: 'Tarea', last: 'Última vez', next: 'Siguiente', fault: 'Último fallo' },
    names: {
      assign: 'Asignar conversaciones',
      return_silent: 'Devolver a la fila',
      sla: 'Relojes de los casos',
      tell_waiting: 'Avisar de quien espera',
      search_index: 'Índice de búsqueda',
      audit_chain: 'Revisar la cadena de auditoría',
      audit_anchor: 'Anotar fuera el final de la auditoría',
      check_provider: 'Revisar sesiones del proveedor de acceso',
      close_sessions: 'Cerrar sesiones sin uso',
      purge: 'Borrar lo que ya cumplió su tiempo',
      partitions: 'Preparar las particiones de los próximos meses',
      forget_imports: 'Olvidar importaciones viejas',
      knowledge_gaps: 'Agrupar preguntas sin respuesta',
      measure: 'Contar para los informes',
      follow_merges: 'Reunir lo de clientes fusionados',
      orphan_files: 'Borrar archivos sueltos',
      reseal_secrets: 'Sellar de nuevo los secretos guardados',
    },
    noFault: 'Ninguno',
  },
  providers: {
    title: 'Proveedores',
    none: 'No hay ninguno configurado: responde el motor propio.',
    columns: {
      name: 'Proveedor',
      state: 'Estado',
      answers: 'Respuestas',
      latency: 'Última respuesta',
      failure: 'Último fallo',
    },
    states: { closed: 'Disponible', open: 'En pausa', trying: 'A prueba', unused: 'Sin uso' },
    openIn: (open, workers) => `en ${open} de ${workers} procesos`,
    answers: (answers, failures) => `${answers}, ${counted(failures, 'fallo', 'fallos')}`,
    noFailure: 'Ninguno',
  },
  database: {
    title: 'Base de datos',
    version: 'PostgreSQL',
    size: 'Tamaño',
    connections: 'Conexiones',
    migrations: 'Migraciones',
    lastMigration: 'Última migración',
  },
  versions: { title: 'Versiones', joxai: 'JoxAI', bun: 'Bun', postgres: 'PostgreSQL' },
};

const en: SystemTexts = {
  live: 'Refreshed every five seconds; each worker counts for itself, and here is the sum.',
  figures: {
    rate: { label: 'Requests a second', text: 'Of all workers, within the last minute; without health checks.' },
    p95: { label: 'Latency (p95)', text: '95 % of the last minute’s requests took less.' },
    errors: { label: 'Failures', text: 'Answers 5xx of the last minute.' },
    sockets: { label: 'Open sockets', text: 'Chats, clients of the interface and pages of the panel.' },
    connections: { label: 'Database connections', text: 'Open now, of all workers.' },
    disk: { label: 'Free disk', text: 'Where files are, and the database where it is the embedded one.' },
  },
  percentiles: (p50, p95, p99) => `p50 ${p50} · p95 ${p95} · p99 ${p99}`,
  perSecond: (count) => `${count}/s`,
  errorsOf: (errors, requests) => `${errors} of ${requests}`,
  socketsOf: (customers, staff, panel) => `customers ${customers} · interface ${staff} · panel ${panel}`,
  connectionsOf: (active, most) => `${active} in use, ${most} at most`,
  diskOf: (total) => `of ${total}`,
  unknown: 'Not known',
  never: 'Never',
  workers: {
    title: 'Workers',
    text: 'They share the port; the supervisor replaces one that falls silent or dies.',
    columns: {
      pid: 'Worker',
      version: 'Version',
      up: 'Running for',
      memory: 'Memory',
      cpu: 'CPU',
      lag: 'Event loop lag',
      requests: 'Requests',
      sockets: 'Sockets',
    },
    draining: 'Leaving',
    lag: (mean, max) => `${mean} ms, ${max} ms at most`,
    requests: (open, recent) => `${open} open, ${recent} in the last minute`,
  },
  kinds: {
    title: 'Requests',
    text: 'Since the database was made or last crashed, with the workers that are gone. Latencies in milliseconds.',
    names: { chat: 'Chat', api: 'Interface', panel: 'Panel', files: 'Files', health: 'Health checks' },
    columns: {
      kind: 'What',
      requests: 'Requests',
      refused: 'Refused',
      failed: 'Failed',
      p50: 'p50',
      p95: 'p95',
      p99: 'p99',
    },
  },
  queues: {
    title: 'Queues',
    waiting: 'Customers who wait for a person',
    since: 'The first one since',
    openTurns: 'Answers that the assistant owes',
    mailDue: 'Mail to be sent',
    mailFailed: 'Mail that was given up',
    deliveriesDue: 'Webhook deliveries to be made',
  },
  jobs: {
    title: 'Jobs',
    text: 'Each runs in one worker at a time.',
    columns: { name: 'Job', last: 'Last run', next: 'Next', fault: 'Last fault' },
    names: {
      assign: 'Assign conversations',
      return_silent: 'Put back into the queue',
      sla: 'Clocks of tickets',
      tell_waiting: 'Tell who waits',
      search_index: 'Search index',
      audit_chain: 'Verify the audit chain',
      audit_anchor: "Write the audit log's end down outside",
      check_provider: 'Check sessions of the sign-in provider',
      close_sessions: 'Close unused sessions',
      purge: 'Delete what has been kept long enough',
      partitions: 'Prepare the partitions of the months to come',
      forget_imports: 'Forget old imports',
      knowledge_gaps: 'Group unanswered questions',
      measure: 'Count for the reports',
      follow_merges: 'Gather what belongs to merged customers',
      orphan_files: 'Remove files that nothing names',
      reseal_secrets: 'Seal stored secrets anew',
    },
    noFault: 'None',
  },
  providers: {
    title: 'Providers',
    none: 'None is configured: the offline engine answers.',
    columns: { name: 'Provider', state: 'State', answers: 'Answers', latency: 'Last answer', failure: 'Last failure' },
    states: { closed: 'Available', open: 'Paused', trying: 'On trial', unused: 'Not used' },
    openIn: (open, workers) => `in ${open} of ${workers} workers`,
    answers: (answers, failures) => `${answers}, ${counted(failures, 'failure', 'failures')}`,
    noFailure: 'None',
  },
  database: {
    title: 'Database',
    version: 'PostgreSQL',
    size: 'Size',
    connections: 'Connections',
    migrations: 'Migrations',
    lastMigration: 'Last migration',
  },
  versions: { title: 'Versions', joxai: 'JoxAI', bun: 'Bun', postgres: 'PostgreSQL' },
};

export const systemTexts: Record<Language, SystemTexts> = { es, en };
