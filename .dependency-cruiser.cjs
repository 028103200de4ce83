// Who may import whom (docs/architecture.md). Each layer knows those below it and nothing else.
const LAYERS = [
  { name: 'lib', path: '^src/lib/', may: ['^src/lib/'] },
  {
    name: 'parts',
    path: '^src/(config|config/.*|db/.*|ai/.*|bank/.*|realtime/.*|mail/.*|storage/.*|metrics/.*|tracing/.*)',
    may: ['^src/(lib|config|db|ai|bank|realtime|mail|storage|metrics|tracing)(/|\\.ts$)', '^package\\.json$'],
  },
  {
    name: 'context',
    path: '^src/context\\.ts$',
    may: ['^src/(lib|config|db|ai|bank|realtime|mail|storage|metrics|tracing)(/|\\.ts$)'],
  },
  {
    name: 'http',
    path: '^src/http/',
    may: ['^src/(http|context|lib|config|db|ai|bank|realtime|mail|storage|metrics|tracing)(/|\\.ts$)', '^views/'],
  },
  {
    name: 'features',
    path: '^src/features/',
    may: [
      '^src/(features|http|context|lib|config|db|ai|bank|realtime|mail|storage|metrics|tracing)(/|\\.ts$)',
      '^views/',
      '^package\\.json$',
    ],
  },
  {
    name: 'supervisor',
    path: '^src/supervisor/(?!worker)',
    may: ['^src/(supervisor|lib|config)(/|\\.ts$)'],
  },
  {
    name: 'views',
    path: '^views/',
    may: ['^views/', '^src/features/[^/]+/model\\.ts$', '^src/lib/(format|url|language)\\.ts$'],
  },
];

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, path: '^(src|views)/', pathNot: '^src/main\\.ts$' },
      to: {},
    },
    ...LAYERS.map(({ name, path, may }) => ({
      name: `${name}-imports`,
      severity: 'error',
      from: { path },
      to: { path: '^(src|views|tests|bench|package\\.json)', pathNot: may },
    })),
    {
      name: 'sql-in-its-place',
      comment: 'Only queries.ts, src/db, src/bank and the bus talk to PostgreSQL.',
      severity: 'error',
      from: {
        path: '^(src|views)/',
        pathNot: ['queries\\.ts$', '^src/db/', '^src/realtime/', '^src/http/health\\.ts$', '^src/commands/'],
      },
      to: { path: ['node_modules/postgres/', 'node_modules/drizzle-orm/'] },
    },
    {
      name: 'product-without-tests',
      severity: 'error',
      from: { path: '^(src|views)/' },
      to: { path: '^(tests|bench)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js', '.json'] },
  },
};
