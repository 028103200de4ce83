import { BOOT_FAILURE_EXIT_CODE } from './messages.ts';
import type { Decision, PolicyOptions, PoolAction, PoolEvent, PoolState, WorkerState } from './pool.ts';

/** A worker that is still busy loading after this long will not make it. */
const BOOT_TIMEOUT_MS = 60_000;
/** What a worker may take beyond GRACEFUL_TIMEOUT to close its connections and leave. */
const EXIT_MARGIN_MS = 1000;
const QUICK_STOP_MS = 1000;
/** A terminal and the package script both pass Ctrl-C on: two within this time are one. */
const SAME_STOP_MS = 250;
/** A worker that served this long was well: its end does not count as a sign of a crash loop. */
const STEADY_MS = 1000;
const FIRST_BACKOFF_MS = 100;
const MAX_BACKOFF_MS = 5000;
/** A service that never came up stops after so many in a row, some ten seconds. */
const MAX_FIRST_FAILURES = 10;
/** A pause between two ticks that means we, not the workers, were stopped. */
const STALL_MS = 1000;

/** What to do after an event: the whole judgement of the supervisor, without a process or a clock. */
export function decide(state: PoolState, event: PoolEvent, now: number, options: PolicyOptions): Decision {
  switch (event.type) {
    case 'start':
      return settle(state, now, options);
    case 'tick':
      return onTick(state, now, options);
    case 'spawned':
      return onSpawned(state, event.pid, now, options);
    case 'spawn_failed':
      return onFailure(state, now, options);
    case 'ready':
      return settle(onReady(state, event.pid, now), now, options);
    case 'beat':
      return { state: change(state, event.pid, { heardAt: now }), actions: [] };
    case 'recycle':
      return settle(enqueue(state, [event.pid]), now, options);
    case 'exited':
      return onExited(state, event.pid, event.code, now, options);
    case 'stop':
      return onStop(state, 0, now, options);
    case 'stop_at_once':
      return stopAtOnce(state, now, options);
    case 'replace_all':
      // Whoever asks has mended what made the last ones fail.
      return settle({ ...enqueue(state, pidsOf(serving(state))), respawnAt: now }, now, options);
    case 'resize':
      return settle({ ...state, target: Math.max(1, event.to) }, now, options);
  }
}

function onTick(state: PoolState, now: number, options: PolicyOptions): Decision {
  // If we were stopped ourselves, the beats of that time wait in the pipe: silence proves nothing then.
  const pause = now - state.tickedAt;
  const missed = pause > STALL_MS ? pause : 0;
  const workers = state.workers.map((worker) => ({ ...worker, heardAt: Math.min(now, worker.heardAt + missed) }));
  // Only one that was started since can prove that starting works again.
  const isMended = workers.some((worker) => worker.spawnedAt >= state.failedAt && wasSteady(worker, now));
  const failures = isMended ? 0 : state.failures;
  return settle({ ...state, workers, failures, tickedAt: now }, now, options);
}

function onSpawned(state: PoolState, pid: number, now: number, options: PolicyOptions): Decision {
  const worker: WorkerState = { pid, phase: 'booting', spawnedAt: now, readyAt: null, heardAt: now, deadline: null };
  const grown = { ...state, workers: [...state.workers, worker] };
  return state.phase === 'running' ? { state: grown, actions: [] } : drain(grown, [pid], 'stopping', now, options);
}

function onReady(state: PoolState, pid: number, now: number): PoolState {
  const isBooting = state.workers.some((worker) => worker.pid === pid && worker.phase === 'booting');
  return isBooting ? change(state, pid, { phase: 'ready', readyAt: now, heardAt: now }) : state;
}

function onExited(state: PoolState, pid: number, code: number | null, now: number, options: PolicyOptions): Decision {
  const gone = state.workers.find((worker) => worker.pid === pid);
  if (gone === undefined) return { state, actions: [] };
  const rest = {
    ...state,
    workers: state.workers.filter((worker) => worker.pid !== pid),
    queue: state.queue.filter((queued) => queued !== pid),
  };
  if (state.phase !== 'running' || gone.phase === 'draining') return settle(rest, now, options);
  const cannotBoot = gone.readyAt === null && code === BOOT_FAILURE_EXIT_CODE;
  // A pool that was complete once has a sound program: what fails now, such as the database, may come back.
  if (cannotBoot && !state.hasBeenReady) return giveUp(rest, 'cannot_boot', now, options);
  return wasSteady(gone, now) ? settle(rest, now, options) : onFailure(rest, now, options);
}

function onFailure(state: PoolState, now: number, options: PolicyOptions): Decision {
  const failed = withFailure(state, now);
  const isHopeless = !failed.hasBeenReady && failed.phase === 'running' && failed.failures >= MAX_FIRST_FAILURES;
  return isHopeless ? giveUp(failed, 'crash_loop', now, options) : settle(failed, now, options);
}

function giveUp(state: PoolState, reason: 'cannot_boot' | 'crash_loop', now: number, options: PolicyOptions): Decision {
  const stopped = onStop(state, BOOT_FAILURE_EXIT_CODE, now, options);
  return { state: stopped.state, actions: [{ type: 'give_up', reason }, ...stopped.actions] };
}

function onStop(state: PoolState, exitCode: number, now: number, options: PolicyOptions): Decision {
  const isEcho = state.stoppedAt !== null && now - state.stoppedAt < SAME_STOP_MS;
  if (state.phase === 'stopped' || isEcho) return { state, actions: [] };
  if (state.phase === 'stopping') return stopAtOnce(state, now, options);
  const stopping: PoolState = { ...state, phase: 'stopping', queue: [], stoppedAt: now, exitCode };
  // Those that leave already are told too, for they answer otherwise when nobody takes their place.
  const drained = drain(stopping, pidsOf(living(state)), 'stopping', now, options);
  const settled = settle(drained.state, now, options);
  return { state: settled.state, actions: [...drained.actions, ...settled.actions] };
}

function stopAtOnce(state: PoolState, now: number, options: PolicyOptions): Decision {
  if (state.phase === 'stopped') return { state, actions: [] };
  const asked = pidsOf(living(state));
  const workers = state.workers.map((worker) =>
    asked.includes(worker.pid) ? draining(worker, now + QUICK_STOP_MS) : worker,
  );
  const settled = settle({ ...state, phase: 'stopping', workers, queue: [], stoppedAt: now }, now, options);
  return { state: settled.state, actions: [...asked.map(dismissal), ...settled.actions] };
}

/** Brings the pool nearer to what it should be: ends who must go, starts who is missing. */
function settle(state: PoolState, now: number, options: PolicyOptions): Decision {
  const killed = killOverdue(state, now, options);
  const next = killed.state.phase === 'running' ? balance(killed.state, now, options) : finish(killed.state);
  return { state: next.state, actions: [...killed.actions, ...next.actions] };
}

function killOverdue(state: PoolState, now: number, options: PolicyOptions): Decision {
  const actions: PoolAction[] = [];
  const workers = state.workers.map((worker): WorkerState => {
    const reason = overdueReason(worker, now, options);
    if (reason === null) return worker;
    actions.push({ type: 'kill', pid: worker.pid, reason });
    return { ...worker, phase: 'killed' };
  });
  return { state: { ...state, workers }, actions };
}

function overdueReason(worker: WorkerState, now: number, { heartbeatTimeoutMs }: PolicyOptions) {
  if (worker.phase === 'killed') return null;
  // What it loads blocks its event loop, on a busy machine for longer than any that serves may be silent.
  if (worker.phase === 'booting') return now - worker.spawnedAt > BOOT_TIMEOUT_MS ? 'boot_timeout' : null;
  if (now - worker.heardAt > heartbeatTimeoutMs) return 'silent';
  if (worker.deadline !== null && now >= worker.deadline) return 'drain_timeout';
  return null;
}

function balance(state: PoolState, now: number, options: PolicyOptions): Decision {
  const ready = state.workers.filter(isReady);
  const isAnnounced = state.hasBeenReady || ready.length < state.target;
  const announce: PoolAction[] = isAnnounced ? [] : [{ type: 'announce_ready' }];
  const surplus = takeSurplus(state, ready);
  const drained = drain(
    { ...state, hasBeenReady: state.hasBeenReady || !isAnnounced },
    surplus,
    'replaced',
    now,
    options,
  );
  const missing = wanted(drained.state) - serving(drained.state).length;
  const booting = drained.state.workers.filter(({ phase }) => phase === 'booting').length;
  const count = now < state.respawnAt ? 0 : Math.max(0, Math.min(missing, maxBooting(state, options) - booting));
  const spawns: PoolAction[] = Array(count).fill({ type: 'spawn' });
  return { state: drained.state, actions: [...announce, ...drained.actions, ...spawns] };
}

/**
 * The very first alone, so that somebody serves as soon as can be. Then, until all do, one more than cores: a core that
 * waits for the last one alone is wasted.
 */
function maxBooting(state: PoolState, options: PolicyOptions): number {
  if (state.hasBeenReady) return options.maxBooting;
  if (state.workers.some(isReady)) return options.maxBooting + 1;
  return state.failures === 0 ? 1 : options.maxBooting;
}

/** One more than the target while a successor is to be brought up, and only while nobody is leaving. */
function wanted(state: PoolState): number {
  const mayReplace = state.queue.length > 0 && !state.workers.some((worker) => worker.phase === 'draining');
  return state.target + (mayReplace ? 1 : 0);
}

/** Those who may leave now: the next of the queue once its successor is ready, or the oldest beyond the target. */
function takeSurplus(state: PoolState, ready: readonly WorkerState[]): number[] {
  const count = ready.length - state.target;
  if (count <= 0) return [];
  if (state.queue.length === 0) return pidsOf(ready.slice(0, count));
  const isLeaving = state.workers.some((worker) => worker.phase === 'draining');
  // One that is still loading would not hear of it, and be killed amid its first requests.
  return isLeaving ? [] : state.queue.filter((pid) => ready.some((worker) => worker.pid === pid)).slice(0, 1);
}

function drain(
  state: PoolState,
  pids: readonly number[],
  because: 'replaced' | 'stopping',
  now: number,
  options: PolicyOptions,
): Decision {
  const deadline = now + options.gracefulTimeoutMs + EXIT_MARGIN_MS;
  const workers = state.workers.map((worker) => (pids.includes(worker.pid) ? draining(worker, deadline) : worker));
  const queue = state.queue.filter((pid) => !pids.includes(pid));
  return { state: { ...state, workers, queue }, actions: pids.map((pid) => ({ type: 'drain', pid, because })) };
}

function finish(state: PoolState): Decision {
  if (state.phase === 'stopped' || state.workers.length > 0) return { state, actions: [] };
  return { state: { ...state, phase: 'stopped' }, actions: [{ type: 'exit', code: state.exitCode }] };
}

function withFailure(state: PoolState, now: number): PoolState {
  const failures = state.failures + 1;
  // The first failure may be chance and costs nothing; from the second on every one waits twice as long.
  const backoff = failures === 1 ? 0 : Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (failures - 2));
  return { ...state, failures, failedAt: now, respawnAt: now + backoff };
}

function enqueue(state: PoolState, pids: readonly number[]): PoolState {
  const known = new Set(pidsOf(serving(state)));
  return { ...state, queue: [...new Set([...state.queue, ...pids.filter((pid) => known.has(pid))])] };
}

function change(state: PoolState, pid: number, fields: Partial<WorkerState>): PoolState {
  return { ...state, workers: state.workers.map((worker) => (worker.pid === pid ? { ...worker, ...fields } : worker)) };
}

const wasSteady = ({ readyAt }: WorkerState, now: number) => readyAt !== null && now - readyAt >= STEADY_MS;
const isReady = (worker: WorkerState): boolean => worker.phase === 'ready';
const serving = (state: PoolState) => state.workers.filter(({ phase }) => phase === 'booting' || phase === 'ready');
const pidsOf = (workers: readonly WorkerState[]): number[] => workers.map(({ pid }) => pid);
const living = (state: PoolState) => state.workers.filter(({ phase }) => phase !== 'killed');
const dismissal = (pid: number): PoolAction => ({ type: 'dismiss', pid });
/** Whoever drains already has no longer for being asked again. */
const draining = (worker: WorkerState, deadline: number): WorkerState => ({
  ...worker,
  phase: 'draining',
  deadline: Math.min(worker.deadline ?? deadline, deadline),
});
