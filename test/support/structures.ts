// Structures of the headers in memory, member by member, as native code has them.
import * as koffi from 'koffi';
import { native } from '../../dist/native.js';

const WIDE = koffi.sizeof('void *') === 8;

/** Keeps what a structure points at as long as the structure. */
const kept = new WeakMap<Buffer, Buffer[]>();

/** Text is put where the member points at, and numbers are put as 32 bits; a buffer is what the member points at. */
export type MemberValue = string | number | null | Buffer;

/** A structure of zeros with these members, `offset` bytes into one that is there or into a new one. */
export function structure(
  name: string,
  members: Record<string, MemberValue>,
  into?: Buffer,
  offset = 0,
): Buffer {
  const { layouts } = native();
  const memory = into ?? Buffer.alloc(layouts[`sizeof ${name}`]!);
  for (const [member, value] of Object.entries(members)) {
    const at = offset + layouts[`offsetof ${name}.${member}`]!;
    if (typeof value === 'number') memory.writeUInt32LE(value >>> 0, at);
    else point(memory, at, typeof value === 'string' ? Buffer.from(`${value}\0`) : value);
  }
  return memory;
}

/** Several of one kind, one after the other. */
export function list(name: string, entries: Record<string, MemberValue>[]): Buffer {
  const size = native().layouts[`sizeof ${name}`]!;
  const memory = Buffer.alloc(size * entries.length);
  for (const [i, members] of entries.entries()) structure(name, members, memory, i * size);
  return memory;
}

/** Puts text into a member that is an array of characters. */
export function putText(memory: Buffer, name: string, member: string, text: string): Buffer {
  memory.write(`${text}\0`, native().layouts[`offsetof ${name}.${member}`]!);
  return memory;
}

/** The text of a member that is an array of characters. */
export function textOf(memory: Buffer, name: string, member: string): string {
  const at = native().layouts[`offsetof ${name}.${member}`]!;
  return memory.toString('utf8', at, memory.indexOf(0, at));
}

function point(memory: Buffer, at: number, target: Buffer | null): void {
  const address = target === null ? 0n : koffi.address(target);
  if (WIDE) memory.writeBigUInt64LE(address, at);
  else memory.writeUInt32LE(Number(address), at);
  if (target !== null) kept.set(memory, [...(kept.get(memory) ?? []), target]);
}
