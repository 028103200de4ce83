import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/**
 * Classic BPF over a TCP segment: drop it when it opens a connection (SYN without ACK), let all others pass.
 * Shape: [code, jump if true, jump if false, operand]. Source: linux/bpf_common.h; RFC 9293, 3.1, for the flags' byte.
 */
const DROP_OPENINGS = [
  [0x30, 0, 0, 13],
  [0x54, 0, 0, 0x12],
  [0x15, 0, 1, 0x02],
  [0x06, 0, 0, 0],
  [0x06, 0, 0, 0xffff_ffff],
] as const;
const INSTRUCTION_BYTES = 8;
/** Source: asm-generic/socket.h */
const SOL_SOCKET = 1;
const SO_ATTACH_FILTER = 26;
const LISTEN_STATE = '0A';
const LIBRARIES = ['libc.so.6', `libc.musl-${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}.so.1`];

/**
 * Whether the kernel hands the connections that wait at a listener to another one of the same port when it is closed.
 * Null where it does not know how. Source: https://docs.kernel.org/networking/ip-sysctl.html (tcp_migrate_req).
 */
export function handsConnectionsOver(): boolean | null {
  try {
    return readFileSync('/proc/sys/net/ipv4/tcp_migrate_req', 'utf8').trim() !== '0';
  } catch {
    return null;
  }
}

/**
 * Makes this process's listener on the port overlook new connections, while those that are being made come through.
 * A client whose opening is overlooked repeats it after a second, when the listener may be closed: then another process
 * that shares the port gets it. Closing without this, or the kernel's help, resets whatever had not been accepted.
 *
 * False where the kernel does not offer it: then closing is as abrupt as ever.
 */
export async function overlookNewConnections(port: number): Promise<boolean> {
  if (process.platform !== 'linux') return false;
  try {
    const { dlopen, FFIType, ptr } = await import('bun:ffi');
    const { i32, u32 } = FFIType;
    const signature = { setsockopt: { args: [i32, i32, i32, FFIType.ptr, u32], returns: i32 } } as const;
    const { setsockopt } = openFirst(LIBRARIES, (name) => dlopen(name, signature).symbols);
    const instructions = assemble();
    const filter = new DataView(new ArrayBuffer(16));
    filter.setUint16(0, DROP_OPENINGS.length, true);
    filter.setBigUint64(8, BigInt(ptr(instructions)), true);
    const outcomes = listenersOn(port).map((fd) =>
      setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, ptr(filter), filter.byteLength),
    );
    return outcomes.length > 0 && outcomes.every((outcome) => outcome === 0);
  } catch {
    return false;
  }
}

function openFirst<Library>(names: readonly string[], open: (name: string) => Library): Library {
  for (const name of names) {
    try {
      return open(name);
    } catch {
      // The other C library, then.
    }
  }
  throw new Error('no C library that is known here');
}

function assemble(): DataView {
  const bytes = new DataView(new ArrayBuffer(DROP_OPENINGS.length * INSTRUCTION_BYTES));
  for (const [index, [code, ifTrue, ifFalse, operand]] of DROP_OPENINGS.entries()) {
    const at = index * INSTRUCTION_BYTES;
    bytes.setUint16(at, code, true);
    bytes.setUint8(at + 2, ifTrue);
    bytes.setUint8(at + 3, ifFalse);
    bytes.setUint32(at + 4, operand, true);
  }
  return bytes;
}

/** This process's own descriptors: others share the port. Source: proc_net_tcp, and proc_pid_fd(5). */
function listenersOn(port: number): number[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const sockets = new Set<string>();
  for (const family of ['tcp', 'tcp6']) {
    for (const line of readFileSync(`/proc/self/net/${family}`, 'utf8').split('\n').slice(1)) {
      const fields = line.trim().split(/\s+/);
      if (fields[3] === LISTEN_STATE && fields[1]?.endsWith(suffix)) sockets.add(`socket:[${fields[9]}]`);
    }
  }
  return readdirSync('/proc/self/fd')
    .filter((fd) => sockets.has(targetOf(fd)))
    .map(Number);
}

function targetOf(fd: string): string {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    return '';
  }
}
